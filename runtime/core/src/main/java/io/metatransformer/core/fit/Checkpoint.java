package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.Safetensors;
import io.metatransformer.api.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A walk as it was after its last whole epoch, in one file that is replaced as a whole. A file that is torn,
 * changed, or of another training is not gone on with: the walk begins anew, and the log says so.
 *
 * <pre>
 *   tensors   now/…, best/…                 states of the learner, in its own words
 *   metadata  epochs, best, sum             loss, validation, score, rate of each epoch as bits; CRC-32 of all
 * </pre>
 */
final class Checkpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final String NOW = "now/";
    private static final String BEST = "best/";
    private static final int MAX_EPOCHS = 1_000_000;

    private final Path file;

    /**
     * @param folder is made if there is none
     * @param run of which the walk is a part: two that differ have different ones
     */
    Checkpoint(Path folder, String run) {
        this.file = folder.resolve(run + ".checkpoint");
    }

    /**
     * @param epochs in order
     * @param best index of the best one, -1 for none
     * @param bestState after that one
     */
    record Content(
            List<FitReport.Epoch> epochs, int best, Weights state, Optional<Weights> bestState) {
        Content {
            epochs = List.copyOf(epochs);
        }
    }

    void save(Content content) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(tensors, NOW, content.state());
        content.bestState().ifPresent(state -> put(tensors, BEST, state));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("epochs", text(content.epochs()));
        metadata.put("best", String.valueOf(content.best()));
        metadata.put("sum", sum(Weights.of(tensors), metadata));
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "the training cannot be kept: is the disk full?", e);
        }
        SafetensorsWriter.write(file, tensors, metadata);
    }

    private static void put(Map<String, Tensor> tensors, String prefix, Weights state) {
        state.names().forEach(name -> tensors.put(prefix + name, state.get(name)));
    }

    /** What was saved, if it is whole and {@code learner} can go on with it. */
    Optional<Content> load(Learner learner) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Safetensors found = Safetensors.open(file)) {
            Content content = content(found);
            Optional<Weights> like = learner.state();
            requireAlike(like, content.state());
            if (content.best() >= 0) {
                requireAlike(like, content.bestState().orElseThrow(() -> foreign("no best state")));
            }
            return Optional.of(content);
        } catch (MetaTransformerException | IllegalArgumentException e) {
            LOG.warn(
                    "{} cannot be gone on with, the training begins anew: {}",
                    file.getFileName(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Content content(Safetensors found) {
        Map<String, String> metadata = new LinkedHashMap<>(found.metadata());
        String sum = metadata.remove("sum");
        if (!sum(found, metadata).equals(sum)) {
            throw foreign("its sum is another");
        }
        List<FitReport.Epoch> epochs = epochs(metadata.getOrDefault("epochs", ""));
        int best = Integer.parseInt(metadata.getOrDefault("best", ""));
        if (best < -1 || best >= epochs.size()) {
            throw foreign("there is no epoch " + best);
        }
        return new Content(
                epochs,
                best,
                part(found, NOW),
                best < 0 ? Optional.empty() : Optional.of(part(found, BEST)));
    }

    /** A copy, since the file is about to be replaced. */
    private static Weights part(Safetensors found, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        for (String name : found.names()) {
            if (name.startsWith(prefix)) {
                Tensor tensor = found.get(name);
                Tensor copy = Tensor.of(tensor.toArray(), tensor.shape());
                part.put(name.substring(prefix.length()), copy);
            }
        }
        return Weights.of(part);
    }

    private static void requireAlike(Optional<Weights> like, Weights state) {
        if (like.isEmpty() || !like.get().names().equals(state.names())) {
            throw foreign("it holds other tensors");
        }
        for (String name : state.names()) {
            if (!Arrays.equals(like.get().shape(name), state.shape(name))) {
                throw foreign("a tensor has another shape");
            }
        }
    }

    private static MetaTransformerException foreign(String why) {
        return new MetaTransformerException(ErrorCode.CORRUPT, why);
    }

    private static String text(List<FitReport.Epoch> epochs) {
        StringBuilder text = new StringBuilder();
        for (FitReport.Epoch each : epochs) {
            for (double value :
                    new double[] {
                        each.training(), each.validation(), each.score(), each.learningRate()
                    }) {
                text.append(Long.toHexString(Double.doubleToLongBits(value))).append(' ');
            }
        }
        return text.toString().strip();
    }

    private static List<FitReport.Epoch> epochs(String text) {
        String[] words = text.isEmpty() ? new String[0] : text.split(" ");
        if (words.length % 4 != 0 || words.length / 4 > MAX_EPOCHS) {
            throw foreign("its epochs are no fours of numbers");
        }
        List<FitReport.Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < words.length; i += 4) {
            double[] values = new double[4];
            for (int j = 0; j < 4; j++) {
                values[j] = Double.longBitsToDouble(Long.parseUnsignedLong(words[i + j], 16));
            }
            epochs.add(new FitReport.Epoch(values[0], values[1], values[2], values[3]));
        }
        return epochs;
    }

    private static String sum(Weights tensors, Map<String, String> metadata) {
        CRC32 sum = new CRC32();
        for (String name : new TreeSet<>(tensors.names())) {
            sum.update(name.getBytes(StandardCharsets.UTF_8));
            float[] values = tensors.get(name).toArray();
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            for (int from = 0; from < values.length; from += bytes.capacity() / 4) {
                int count = Math.min(bytes.capacity() / 4, values.length - from);
                bytes.clear().asFloatBuffer().put(values, from, count);
                sum.update(bytes.limit(4 * count));
            }
        }
        sum.update(String.valueOf(metadata.get("epochs")).getBytes(StandardCharsets.UTF_8));
        sum.update(String.valueOf(metadata.get("best")).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** The training came to its end. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file.getFileName(), e.toString());
        }
    }
}
