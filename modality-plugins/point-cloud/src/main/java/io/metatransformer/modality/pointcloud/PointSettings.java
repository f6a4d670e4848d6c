package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Options;
import java.util.List;

/** Options, those of the preset where nobody set one. */
record PointSettings(Options options, Preset preset) {

    static PointSettings of(Options options) {
        return new PointSettings(options, Preset.of(options.text(PointCloudOptions.PRESET)));
    }

    String text(String name) {
        return options.isSet(name) ? options.text(name) : (String) preset.value(name);
    }

    int integer(String name) {
        return options.isSet(name) ? options.integer(name) : (Integer) preset.value(name);
    }

    double number(String name) {
        return options.isSet(name) ? options.number(name) : (Double) preset.value(name);
    }

    boolean flag(String name) {
        return options.isSet(name) ? options.flag(name) : (Boolean) preset.value(name);
    }

    List<Double> numbers(String name) {
        if (options.isSet(name)) {
            return options.numbers(name);
        }
        return ((List<?>) preset.value(name)).stream().map(Double.class::cast).toList();
    }
}
