package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Labels of points as ShapeNetPart writes them: a whole number per line, in the order of the cloud's points; less than
 * 0 where it is not known.
 *
 * @param name of the file
 */
record PointLabelsFile(String name, int[] classes) {
    private static final int MAX_BYTES = 1 << 28;

    static PointLabelsFile read(Path file) {
        String name = String.valueOf(file.getFileName());
        int[] classes = new int[1024];
        int count = 0;
        int line = 0;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED, name + " is larger than " + MAX_BYTES + " bytes");
            }
            try (var reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    line++;
                    if (!text.isBlank()) {
                        classes =
                                count < classes.length
                                        ? classes
                                        : Arrays.copyOf(classes, 2 * count);
                        classes[count++] = Math.max(Target.IGNORED, Integer.parseInt(text.strip()));
                    }
                }
            }
        } catch (NumberFormatException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED, name + ": line " + line + " is no whole number", e);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + " cannot be read as text", e);
        }
        if (count == 0) {
            throw new MetaTransformerException(ErrorCode.EMPTY_INPUT, name + " has no label");
        }
        return new PointLabelsFile(name, Arrays.copyOf(classes, count));
    }

    /** Adds each number that a point is labelled with. */
    void addTo(SortedSet<Integer> numbers) {
        Arrays.stream(classes).filter(each -> each != Target.IGNORED).forEach(numbers::add);
    }

    /**
     * @param index of each number
     * @param names by index
     */
    Target.PointLabels target(Map<Integer, Integer> index, List<String> names) {
        float[] indices = new float[classes.length];
        for (int p = 0; p < indices.length; p++) {
            Integer known = index.get(classes[p]);
            if (known == null && classes[p] != Target.IGNORED) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name
                                + ": point "
                                + p
                                + " has label "
                                + classes[p]
                                + ", but there are names for 0 to "
                                + (names.size() - 1));
            }
            indices[p] = known == null ? Target.IGNORED : known;
        }
        return new Target.PointLabels(Tensor.of(indices, indices.length), names);
    }
}
