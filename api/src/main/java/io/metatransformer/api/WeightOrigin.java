package io.metatransformer.api;

/** Where the values of one weight tensor came from. Every answer says it of the weights it used. */
public sealed interface WeightOrigin {

    /**
     * Read from a checkpoint.
     *
     * @param source file name, without its folder
     * @param sha256 of that file, 64 lower-case hex digits
     */
    record Imported(String source, String sha256) implements WeightOrigin {}

    /**
     * Trained on this platform.
     *
     * @param run id of the training run, as its report names it
     */
    record Trained(String run) implements WeightOrigin {}

    /** Drawn from {@link SplitMix64}: real shapes, no meaning. */
    record Random(long seed) implements WeightOrigin {}

    /** {@code imported}, {@code trained} or {@code random}: the word that manifests and answers use. */
    default String word() {
        if (this instanceof Imported) {
            return "imported";
        }
        return this instanceof Trained ? "trained" : "random";
    }
}
