package io.metatransformer.core.model;

import io.metatransformer.api.Modality;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a new model is to be made of. Filled in step by step; not thread-safe. */
public final class ModelDraft {
    private final String name;
    private final EncoderShape shape;
    private final Path encoder;
    private final Map<String, WeightOrigin> encoderOrigins;
    private String version = "1";
    private String description = "";
    private Map<String, Object> encoderOptions = Map.of();
    private Weights rest = Weights.none();
    private Optional<WeightOrigin> restOrigin = Optional.empty();
    private Optional<Source> source = Optional.empty();
    private Optional<Licence> licence = Optional.empty();
    private Optional<String> space = Optional.empty();
    private OptionalLong seed = OptionalLong.empty();
    private final Map<String, Map<String, Object>> tokenizers = new TreeMap<>();
    private final Map<String, Map<String, Object>> heads = new TreeMap<>();
    private boolean replace;

    /**
     * @param name of the model and its folder
     * @param encoder folder with the SavedModel; it is moved into the model
     * @param origins where each tensor of the encoder came from
     */
    public ModelDraft(
            String name, EncoderShape shape, Path encoder, Map<String, WeightOrigin> origins) {
        this.name = name;
        this.shape = shape;
        this.encoder = encoder;
        this.encoderOrigins = Map.copyOf(origins);
    }

    /** A decimal number; 1 if unset. */
    public ModelDraft version(String number) {
        version = number;
        return this;
    }

    /** For people. */
    public ModelDraft description(String text) {
        description = text;
        return this;
    }

    /** Settings of the encoder service that belong to this model. */
    public ModelDraft encoderOptions(Map<String, ?> options) {
        encoderOptions = Map.copyOf(options);
        return this;
    }

    /**
     * What the checkpoint holds beside the encoder; tokenizers and heads take what is theirs. It must stay
     * readable until the model is written.
     */
    public ModelDraft rest(Weights tensors, WeightOrigin origin) {
        rest = tensors;
        restOrigin = Optional.of(origin);
        return this;
    }

    public ModelDraft source(Source checkpoint) {
        source = Optional.of(checkpoint);
        return this;
    }

    public ModelDraft licence(Licence terms) {
        licence = Optional.of(terms);
        return this;
    }

    /** The space in which the embeddings of the parts that the checkpoint fills may be compared. */
    public ModelDraft space(String aligned) {
        space = Optional.of(aligned);
        return this;
    }

    /** Draws what tokenizers require and the checkpoint lacks; such tokenizers are left out if unset. */
    public ModelDraft drawMissing(long from) {
        seed = OptionalLong.of(from);
        return this;
    }

    /** Options of a tokenizer, such as the patch size of the checkpoint. */
    public ModelDraft tokenizer(Modality modality, Map<String, ?> config) {
        tokenizers.put(modality.id(), new TreeMap<>(config));
        return this;
    }

    /** Options of a head that the checkpoint fills, by the name of its service. */
    public ModelDraft head(String service, Map<String, ?> config) {
        heads.put(service, new TreeMap<>(config));
        return this;
    }

    /** Replaces a model of the same name. */
    public ModelDraft replacing() {
        replace = true;
        return this;
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    String description() {
        return description;
    }

    EncoderShape shape() {
        return shape;
    }

    Path encoder() {
        return encoder;
    }

    Map<String, WeightOrigin> encoderOrigins() {
        return encoderOrigins;
    }

    Map<String, Object> encoderOptions() {
        return encoderOptions;
    }

    Weights rest() {
        return rest;
    }

    Optional<WeightOrigin> restOrigin() {
        return restOrigin;
    }

    Optional<Source> source() {
        return source;
    }

    Optional<Licence> licence() {
        return licence;
    }

    Optional<String> space() {
        return space;
    }

    OptionalLong seed() {
        return seed;
    }

    Map<String, Object> tokenizerConfig(String modality) {
        return tokenizers.getOrDefault(modality, Map.of());
    }

    Map<String, Object> headConfig(String service) {
        return heads.getOrDefault(service, Map.of());
    }

    boolean replaces() {
        return replace;
    }
}
