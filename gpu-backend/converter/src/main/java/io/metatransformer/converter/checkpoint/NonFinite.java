package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.Progress;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Looks for weights that are NaN or infinite: such a model answers nothing but NaN. */
final class NonFinite {
    private NonFinite() {}

    /** One line per tensor that has any. */
    static List<String> scan(Weights weights, Progress progress) {
        List<String> lines = new ArrayList<>();
        long done = 0;
        for (String name : weights.names()) {
            FloatBuffer values = weights.get(name).data();
            int count = 0;
            while (values.hasRemaining()) {
                count += Float.isFinite(values.get()) ? 0 : 1;
            }
            if (count > 0) {
                lines.add(
                        FileNames.quoted(name)
                                + " holds "
                                + count
                                + (count == 1 ? " value that is" : " values that are")
                                + " NaN or infinite");
            }
            progress.report("scan", ++done, weights.names().size());
        }
        return lines;
    }
}
