package io.metatransformer.converter.checkpoint;

import io.metatransformer.graph.Activation;
import java.util.Optional;

/**
 * What an import is told beyond the file. Everything is optional: what is absent is taken from the file, from a
 * configuration beside it, or from what its layout is known to have.
 *
 * @param layout whose naming the file follows
 * @param prefix what stands before the blocks' numbers, {@code module.} left out: {@code backbone.blocks.}
 * @param heads H, a divisor of the width
 * @param eps of the norms
 * @param activation of the MLP
 * @param finalNorm whether the norm after the last block belongs to the encoder; by default, if there is one
 * @param strict whether a tensor outside the blocks is an error; by default, for bare encoder files
 */
public record ImportOptions(
        Optional<EncoderLayout> layout,
        Optional<String> prefix,
        Optional<Integer> heads,
        Optional<Double> eps,
        Optional<Activation> activation,
        Optional<Boolean> finalNorm,
        Optional<Boolean> strict) {

    public ImportOptions {
        prefix = prefix.map(given -> given.isEmpty() || given.endsWith(".") ? given : given + ".");
    }

    /** Nothing told. */
    public static ImportOptions none() {
        return new ImportOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public ImportOptions withLayout(EncoderLayout value) {
        return new ImportOptions(
                Optional.of(value), prefix, heads, eps, activation, finalNorm, strict);
    }

    public ImportOptions withPrefix(String value) {
        return new ImportOptions(
                layout, Optional.of(value), heads, eps, activation, finalNorm, strict);
    }

    public ImportOptions withHeads(int value) {
        return new ImportOptions(
                layout, prefix, Optional.of(value), eps, activation, finalNorm, strict);
    }

    public ImportOptions withEps(double value) {
        return new ImportOptions(
                layout, prefix, heads, Optional.of(value), activation, finalNorm, strict);
    }

    public ImportOptions withActivation(Activation value) {
        return new ImportOptions(layout, prefix, heads, eps, Optional.of(value), finalNorm, strict);
    }

    public ImportOptions withFinalNorm(boolean value) {
        return new ImportOptions(
                layout, prefix, heads, eps, activation, Optional.of(value), strict);
    }

    public ImportOptions withStrict(boolean value) {
        return new ImportOptions(
                layout, prefix, heads, eps, activation, finalNorm, Optional.of(value));
    }
}
