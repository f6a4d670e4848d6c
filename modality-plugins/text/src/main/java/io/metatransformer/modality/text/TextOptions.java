package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.graph.Activation;
import java.util.Arrays;
import java.util.List;

/** What a model and a request may set, by name. */
final class TextOptions {
    static final String MODE = "mode";
    static final String POOLED = "pooled";
    static final String LEARNED = "learned";
    static final String CONTEXTUAL = "contextual";
    static final String FORMAT = "format";
    static final String AUTO = "auto";
    static final String PLAIN = "plain";
    static final String JSON = "json";

    private TextOptions() {}

    static List<Option> declared() {
        return List.of(
                Option.choice(
                                MODE,
                                POOLED,
                                List.of(POOLED, LEARNED, CONTEXTUAL),
                                "pooled: one token, the whole text as CLIP's text encoder sums it up;"
                                        + " contextual: a token per subword, as that encoder leaves"
                                        + " them; learned: a token per subword, its embedding and its"
                                        + " place alone. A model that is learned has no encoder for the"
                                        + " other two.")
                        .settablePerRequest(),
                Option.flag(
                                "truncate",
                                true,
                                "Cuts off what is beyond the context length, and says so in the origin;"
                                        + " otherwise a longer text is refused.")
                        .settablePerRequest(),
                Option.choice(
                                "special_tokens_in_text",
                                "reference",
                                List.of("reference", "escape"),
                                "Whether the words <|startoftext|> and <|endoftext|> in a text become the"
                                        + " special tokens, as in CLIP, or are text like any other:"
                                        + " escape is for texts of strangers, since the first end"
                                        + " sums a text up.")
                        .settablePerRequest(),
                Option.flag(
                                "repair_mojibake",
                                true,
                                "Reads UTF-8 anew that was read as Latin-1 or Windows-1252 before.")
                        .settablePerRequest(),
                Option.choice(
                                "malformed_text",
                                "error",
                                List.of("error", "replace"),
                                "Bytes that are no UTF-8 are refused, or become U+FFFD.")
                        .settablePerRequest(),
                Option.choice(
                                FORMAT,
                                AUTO,
                                List.of(AUTO, PLAIN, JSON),
                                "plain: all bytes are one text; json: a list of texts, or objects with a"
                                        + " field 'text', in a list or one after the other (JSON"
                                        + " lines); auto: what the media type says, else the content.")
                        .settablePerRequest(),
                Option.integer(
                                "row",
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "",
                                "Which text of several is read, counted from 0.")
                        .unset()
                        .settablePerRequest(),
                Option.integer(
                        "max_bytes", 10 << 20, 1, 1 << 30, "bytes", "Longer inputs are refused."),
                Option.text(
                        "vocabulary",
                        VocabularyFile.CLIP,
                        "clip, or a file beside the part's config.json: merges.txt, CLIP's .txt.gz, or"
                                + " tokenizer.json."),
                Option.integer(
                        "vocabulary_size",
                        VocabularyFile.CLIP_SIZE,
                        Vocabulary.BESIDE_MERGES,
                        1 << 24,
                        "",
                        "Ids, and rows of the embedding."),
                Option.integer(
                        "context_length", 77, 2, 16_384, "tokens", "The most tokens of a text."),
                Option.integer(
                                "text_width",
                                512,
                                1,
                                16_384,
                                "",
                                "Width of the text encoder; 512, or the shared encoder's if that is"
                                        + " narrower. A learned model has none.")
                        .unset(),
                Option.integer("text_layers", 12, 1, 128, "", "Blocks of the text encoder."),
                Option.integer(
                                "text_heads",
                                8,
                                1,
                                1024,
                                "",
                                "Attention heads of the text encoder; one per 64 of its width if unset.")
                        .unset(),
                Option.integer(
                                "text_output",
                                512,
                                1,
                                16_384,
                                "",
                                "Width of the vector that sums a text up; the text encoder's if unset.")
                        .unset(),
                Option.choice(
                        "text_activation",
                        Activation.QUICK_GELU.word(),
                        Arrays.stream(Activation.values()).map(Activation::word).toList(),
                        "Between the linear maps of the text encoder's blocks."),
                Option.number(
                        "text_eps", 1e-5, 1e-12, 1e-1, "", "Epsilon of the text encoder's norms."));
    }

    static boolean isLearned(Options options) {
        return options.text(MODE).equals(LEARNED);
    }

    /** Refuses a mode that a model has no weights for. */
    static MetaTransformerException noTower(String name, String mode) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                name
                        + ": option 'mode' is 'learned' in this model, which has no text encoder for '"
                        + mode
                        + "'");
    }
}
