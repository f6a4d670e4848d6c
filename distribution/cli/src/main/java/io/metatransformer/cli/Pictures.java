package io.metatransformer.cli;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Request;
import io.metatransformer.drawing.Drawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes answers as pictures, a file for each. */
final class Pictures {
    private static final String SUFFIX = ".png";

    private final Path target;
    private final int inputs;
    private int drawn;

    /**
     * @param target file of the only picture; of several, it is named {@code NAME-1.png}, {@code NAME-2.png} and so
     *     on, or it is a folder for files named after their inputs
     * @param inputs how many there will be
     * @throws MetaTransformerException with {@link ErrorCode#INVALID_REQUEST} for a file of another kind, {@link
     *     ErrorCode#IO_ERROR} for a folder that is not there: before anything is asked
     */
    Pictures(Path target, int inputs) {
        this.target = target;
        this.inputs = inputs;
        if (Files.isDirectory(target)) {
            return;
        }
        Path name = target.getFileName();
        if (name == null || !name.toString().endsWith(SUFFIX)) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "--render names a file that ends in .png, or a folder that is there");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "'" + name + "' cannot be written: its folder is not there");
        }
    }

    /** Draws every item of a request that was answered; what was refused has a number, but no picture. */
    void draw(MetaTransformer mt, String head, Request request, Reply<Prediction> reply) {
        for (Answer<Prediction> answer : reply.answers()) {
            Item item = request.items().get(answer.index());
            drawn++;
            if (answer.value().isPresent()) {
                boolean untrained = reply.provenance().usesRandomWeights();
                String name = InputOptions.name(item);
                byte[] png =
                        Drawing.png(
                                untrained ? "UNTRAINED: " + name : name,
                                answer.value().get(),
                                backdrop(mt, head, request, item));
                write(file(name), png);
            }
        }
    }

    private static Optional<Backdrop> backdrop(
            MetaTransformer mt, String head, Request request, Item item) {
        return item instanceof Item.Raw raw && raw.inputs().size() == 1
                ? mt.backdrop(head, request.about(item), Drawing.SIDE).answers().get(0).orThrow()
                : Optional.empty();
    }

    private Path file(String input) {
        if (Files.isDirectory(target)) {
            String name = inputs == 1 ? input : drawn + "-" + input;
            return target.resolve(name.replaceAll("[^\\p{L}\\p{N}._ +-]", "_") + SUFFIX);
        }
        if (inputs == 1) {
            return target;
        }
        String name = target.getFileName().toString();
        String stem = name.substring(0, name.length() - SUFFIX.length());
        return target.resolveSibling(stem + "-" + drawn + SUFFIX);
    }

    private static void write(Path file, byte[] png) {
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "'" + file.getFileName() + "' cannot be written", e);
        }
    }
}
