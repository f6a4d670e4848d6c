package io.metatransformer.api;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Offers to read one modality. Found by {@link java.util.ServiceLoader}: list the class in {@code
 * META-INF/services/io.metatransformer.api.Tokenizer}, give it a public constructor without arguments.
 *
 * <p>The service object is stateless, cheap to make and safe to share between threads: it says what it is
 * and opens sessions. It loads no native code and reads no file before {@link #open}.
 *
 * @since 0.1
 */
public interface Tokenizer {

    /** What it reads. Two installed tokenizers of one modality are a collision that start-up reports. */
    Modality modality();

    /** Media types of the formats that {@link TokenizerSession#tokenize} reads, such as {@code image/png}. */
    List<String> mediaTypes();

    /**
     * Whether an input that starts with these bytes is of a format read here: decided by content alone,
     * never by a file's name. Text formats without a signature may answer no.
     *
     * @param head the first 512 bytes, or all if there are fewer; its position is left where it was
     */
    boolean recognises(ByteBuffer head);

    /** Every option that a part's {@code config.json} or a request may set. */
    List<Option> options();

    /**
     * The tensors that a session reads, given its options.
     *
     * @param width the encoder's width, D
     */
    List<WeightSpec> weights(Options options, int width);

    /**
     * The tensors of a whole-model checkpoint that belong to this tokenizer, under its own names: the
     * importer offers what the encoder left over. Nothing recognised is {@link Weights#none}.
     *
     * @param checkpoint names as the file has them, outer wrappers and {@code module.} removed
     */
    default Weights adopt(Weights checkpoint) {
        return Weights.none();
    }

    /**
     * Options that the tensors tell which {@link #adopt} took, such as how many layers there are. None by
     * default.
     *
     * @param adopted at least one tensor
     * @param encoder facts of the encoder that the same checkpoint holds: {@code dim}, {@code depth}, {@code
     *     heads}, {@code activation}, {@code eps}
     * @return values of declared options, as {@code config.json} holds them; what the importer sets counts more
     */
    default Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return Map.of();
    }

    /**
     * Whether weights that {@link #adopt} takes were trained in front of the checkpoint's encoder, as a patch
     * embedding is: only then do features of its tokens lie in the space that the checkpoint's embeddings share.
     */
    default boolean feedsEncoder() {
        return true;
    }

    /**
     * Options that are read off training data rather than trained: statistics of channels, vocabularies of
     * columns. None by default.
     *
     * @param training of the formats that a session reads; the training part alone
     * @param options of the model so far
     * @return values of declared options, as {@code config.json} holds them
     * @throws MetaTransformerException as {@link TokenizerSession#tokenize}
     */
    default Map<String, Object> learn(Input training, Options options) {
        return Map.of();
    }

    /**
     * Opens a session on a part of a model.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for options, {@link
     *     ErrorCode#BAD_WEIGHTS} for weights that do not fit; nothing stays open then
     */
    TokenizerSession open(ModelPart part);
}
