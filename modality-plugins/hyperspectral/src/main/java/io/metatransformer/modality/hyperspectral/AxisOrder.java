package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.modality.hyperspectral.Axes.Axis;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The axes of an array in words, such as {@code bands-lines-samples}. */
final class AxisOrder {
    private static final List<List<Axis>> ALL =
            List.of(
                    List.of(Axis.LINE, Axis.SAMPLE, Axis.BAND),
                    List.of(Axis.LINE, Axis.BAND, Axis.SAMPLE),
                    List.of(Axis.SAMPLE, Axis.LINE, Axis.BAND),
                    List.of(Axis.SAMPLE, Axis.BAND, Axis.LINE),
                    List.of(Axis.BAND, Axis.LINE, Axis.SAMPLE),
                    List.of(Axis.BAND, Axis.SAMPLE, Axis.LINE));

    private AxisOrder() {}

    static List<String> words() {
        return ALL.stream().map(AxisOrder::word).toList();
    }

    /** The one that options set. */
    static Optional<List<Axis>> of(Options options) {
        return options.isSet("axis_order")
                ? ALL.stream()
                        .filter(order -> word(order).equals(options.text("axis_order")))
                        .findFirst()
                : Optional.empty();
    }

    /** As an array is stored whose first index runs fastest. */
    static List<Axis> reversed(List<Axis> order) {
        return List.of(order.get(2), order.get(1), order.get(0));
    }

    /** By the names of the axes: one of them spectral, the others lines and samples in their order. */
    static Optional<List<Axis>> byName(List<String> names) {
        List<Boolean> spectral = names.stream().map(AxisOrder::isSpectral).toList();
        if (names.size() != 3 || spectral.stream().filter(is -> is).count() != 1) {
            return Optional.empty();
        }
        return Optional.of(
                switch (spectral.indexOf(true)) {
                    case 0 -> Axes.BSQ;
                    case 1 -> Axes.BIL;
                    default -> Axes.BIP;
                });
    }

    static MetaTransformerException unclear(String input, List<String> names) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                input
                        + ": which axis of "
                        + names.stream().map(Quoted::of).collect(Collectors.joining(", "))
                        + " is the spectral one? option 'axis_order' says it");
    }

    private static boolean isSpectral(String name) {
        return List.of("band", "bands", "wavelength", "wl").contains(name.toLowerCase(Locale.ROOT));
    }

    private static String word(List<Axis> order) {
        return Arrays.stream(order.toArray(Axis[]::new))
                .map(axis -> axis.name().toLowerCase(Locale.ROOT) + "s")
                .collect(Collectors.joining("-"));
    }
}
