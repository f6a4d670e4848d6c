package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A named array in a file of several. */
interface Variable {
    /** Where a file does not say which of its arrays is the scene. */
    String USUAL = "input";

    /** Most of one file. */
    int MAX_COUNT = 65_536;

    int MOST_NAMED = 8;

    String name();

    /** Of its axes, the slowest first. */
    long[] sizes();

    /** Those sizes as the file's own program shows them. */
    default String shape() {
        return Arrays.toString(sizes());
    }

    /** Whether it holds real numbers. */
    boolean isNumeric();

    /**
     * The scene among them: the one that options name, else {@link #USUAL}, else the only one of three axes.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there is none of the given name, or
     *     several and none given; {@link ErrorCode#SHAPE_MISMATCH} for an array of other than three axes; {@link
     *     ErrorCode#UNSUPPORTED_FORMAT} for one of no real numbers
     */
    static <V extends Variable> V choose(String input, Options options, List<V> variables) {
        if (options.isSet("variable")) {
            V scene = named(input, options.text("variable"), variables);
            SceneReader.requireThreeAxes(
                    input + ": variable " + Quoted.of(scene.name()), scene.sizes());
            return scene;
        }
        List<V> cubes =
                variables.stream().filter(v -> v.isNumeric() && v.sizes().length == 3).toList();
        for (V cube : cubes) {
            if (cube.name().equals(USUAL)) {
                return cube;
            }
        }
        if (cubes.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    input
                            + ": no array of three axes and real numbers; there are "
                            + words(variables));
        }
        if (cubes.size() > 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    input + ": several scenes, option 'variable' takes one of " + words(cubes));
        }
        return cubes.get(0);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there is none of this name, {@link
     *     ErrorCode#UNSUPPORTED_FORMAT} if it holds no real numbers
     */
    static <V extends Variable> V named(String input, String name, List<V> variables) {
        for (V variable : variables) {
            if (variable.name().equals(name)) {
                if (!variable.isNumeric()) {
                    throw new MetaTransformerException(
                            ErrorCode.UNSUPPORTED_FORMAT,
                            input + ": variable " + Quoted.of(name) + " holds no real numbers");
                }
                return variable;
            }
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                input + ": no variable " + Quoted.of(name) + "; there are " + words(variables));
    }

    private static String words(List<? extends Variable> variables) {
        if (variables.isEmpty()) {
            return "none";
        }
        String words =
                variables.stream()
                        .limit(MOST_NAMED)
                        .map(v -> Quoted.of(v.name()) + " " + v.shape())
                        .collect(Collectors.joining(", "));
        return variables.size() > MOST_NAMED
                ? words + " and " + (variables.size() - MOST_NAMED) + " more"
                : words;
    }
}
