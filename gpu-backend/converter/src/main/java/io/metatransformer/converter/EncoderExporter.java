package io.metatransformer.converter;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.EncoderSignature;
import io.metatransformer.graph.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes an encoder as a TensorFlow SavedModel: {@code saved_model.pb} with the signatures of {@link
 * EncoderSignature}, {@code variables/} with the weights, and {@link #FINGERPRINT}. Variables have the names of
 * their tensors; those of linear maps lie transposed, {@code [in, out]}.
 *
 * <p>Weights are read and copied one tensor at a time: the heap holds none of them, and there is no limit of
 * 2 GB. While it runs, native memory holds them twice.
 */
public final class EncoderExporter {

    /** The file that holds the fingerprint: 64 lower-case hex digits and a line feed. */
    public static final String FINGERPRINT = "fingerprint";

    private EncoderExporter() {}

    /**
     * @param weights exactly the tensors of {@link EncoderConfig#weights}
     * @param folder to be made; it appears whole or not at all
     * @param progress told of the stages {@code weights} (tensors) and {@code write}
     * @return SHA-256 over shape and weights: equal for equal encoders, wherever they were read from
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} that lists every tensor missing, left
     *     over or of a wrong shape; {@link ErrorCode#CONFLICT} if the folder exists; {@link
     *     ErrorCode#INSUFFICIENT_RESOURCES} if the disk is too small; {@link ErrorCode#IO_ERROR}; {@link
     *     ErrorCode#BACKEND_UNAVAILABLE} without TensorFlow's native library
     */
    public static String export(
            EncoderConfig config, Weights weights, Path folder, Progress progress) {
        List<WeightSpec> specs = config.weights();
        weights.require("encoder", specs);
        if (Files.exists(folder)) {
            throw new MetaTransformerException(
                    ErrorCode.CONFLICT,
                    "the encoder's folder '" + folder.getFileName() + "' exists already");
        }
        try {
            Path parent = folder.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            checkSpace(parent, specs);
            String unique = "." + folder.getFileName() + "." + UUID.randomUUID() + ".part";
            return writeAside(config, weights, parent.resolve(unique), folder, progress);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "the encoder could not be written: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static String writeAside(
            EncoderConfig config, Weights weights, Path part, Path folder, Progress progress)
            throws IOException {
        try {
            String fingerprint = write(config, weights, part, progress);
            // Only a rename shows others the whole or nothing.
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            return fingerprint;
        } catch (IOException | RuntimeException | Error e) {
            delete(part, e);
            throw e;
        }
    }

    private static String write(
            EncoderConfig config, Weights weights, Path folder, Progress progress)
            throws IOException {
        Fingerprint read = new Fingerprint(weights);
        EncoderRecipe recipe = new EncoderRecipe(config);
        try (Network network = Network.build("encoder", read, recipe, progress)) {
            progress.report("write", 0, 1);
            network.save(folder);
            progress.report("write", 1, 1);
        }
        String fingerprint = read.of(config);
        Files.writeString(folder.resolve(FINGERPRINT), fingerprint + "\n");
        return fingerprint;
    }

    private static void checkSpace(Path parent, List<WeightSpec> specs) throws IOException {
        long needed = 1 << 20;
        for (WeightSpec spec : specs) {
            long bytes = Float.BYTES;
            for (int size : spec.shape()) {
                bytes *= size;
            }
            needed += bytes;
        }
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < needed) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    "the encoder needs "
                            + (needed >> 20)
                            + " MiB on disk, there are "
                            + (free >> 20)
                            + " MiB");
        }
    }

    private static void delete(Path part, Throwable reason) {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> all = Files.walk(part)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
