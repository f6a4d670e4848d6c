package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Options;
import java.util.Locale;

/** What the three columns after x, y and z are where nothing names them. */
enum ExtraColumns {
    NORMALS,
    COLOURS,
    NONE;

    static ExtraColumns from(Options options) {
        return valueOf(options.text(PointCloudOptions.EXTRA_COLUMNS).toUpperCase(Locale.ROOT));
    }
}
