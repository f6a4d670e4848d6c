/**
 * Texts to tokens, as CLIP reads them.
 *
 * <p>Three stages, each callable alone: {@link io.metatransformer.modality.text.TextFile} finds one text in the
 * bytes; {@link io.metatransformer.modality.text.TextCleaning} and {@link
 * io.metatransformer.modality.text.TextIds} turn it into ids of a byte-pair vocabulary, between a start and an
 * end; {@link io.metatransformer.modality.text.TextSession} looks the ids up and, unless a model is learned,
 * runs CLIP's text encoder over them.
 *
 * <p>Sources: Radford et al., Learning Transferable Visual Models From Natural Language Supervision, 2021, and
 * its code; Data2Seq of Meta-Transformer (arXiv 2307.10802), which makes one token of a text in this way.
 */
package io.metatransformer.modality.text;
