package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that is wrong with a file, told at once: which tensor, what was expected, what was found. */
final class Problems {
    /** Beyond this, one more line helps nobody. */
    private static final int SHOWN = 200;

    private final Unwrapped file;
    private final List<String> lines = new ArrayList<>();
    private int more;

    Problems(Unwrapped file) {
        this.file = file;
    }

    void missing(String name, int[] expected) {
        add(FileNames.quoted(name) + " is missing, expected " + Arrays.toString(expected));
    }

    void shape(String name, int[] expected) {
        add(
                file.shown(name)
                        + " is "
                        + Arrays.toString(file.shape(name))
                        + ", expected "
                        + Arrays.toString(expected));
    }

    void type(String name) {
        add(file.shown(name) + " is of " + file.dtype(name) + ", expected F32, F16, BF16 or F64");
    }

    void unknown(String name, String where) {
        add(
                file.shown(name)
                        + " "
                        + Arrays.toString(file.shape(name))
                        + " is not expected "
                        + where);
    }

    void add(String line) {
        if (lines.size() < SHOWN) {
            lines.add(line);
        } else {
            more++;
        }
    }

    /** Throws if there is a problem. */
    void refuse(EncoderLayout layout, String prefix) {
        if (lines.isEmpty()) {
            return;
        }
        int count = lines.size() + more;
        throw new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                file.fileName()
                        + ", read as "
                        + layout.word()
                        + " with blocks under "
                        + FileNames.quoted(prefix)
                        + ", has "
                        + (count == 1 ? "1 problem: " : count + " problems: ")
                        + String.join("; ", lines)
                        + (more == 0 ? "" : "; and " + more + " more"));
    }
}
