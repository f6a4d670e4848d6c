package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Masks as PNG of one channel, palette or grey, whose values are class indices; the largest value of 8 or 16
 * bits is ignored. A file {@code labels.txt} beside the list, or above the folder of masks, names the classes,
 * one per line.
 */
final class Masks {
    private static final String IMAGES = "images";
    private static final String MASKS = "masks";
    private static final String LABELS = "labels.txt";
    private static final long MAX_LABELS_BYTES = 1 << 20;
    private static final long MAX_PIXELS = 1L << 26;

    private final List<String> labels;
    private long pixels;

    private Masks(List<String> labels) {
        this.labels = labels;
    }

    /** Whether a folder holds pictures and masks rather than one folder per label. */
    static boolean are(Path folder) {
        return Files.isDirectory(folder.resolve(IMAGES))
                && Files.isDirectory(folder.resolve(MASKS));
    }

    /** The masks of a data set whose {@code labels.txt} lies in {@code folder}. */
    static Masks in(Path folder) {
        Path file = folder.resolve(LABELS);
        List<String> labels;
        try {
            if (!Files.isRegularFile(file)) {
                throw wrong("masks need a file labels.txt beside them, one class per line");
            }
            if (Files.size(file) > MAX_LABELS_BYTES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "labels.txt has at most " + MAX_LABELS_BYTES + " bytes");
            }
            labels = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "labels.txt cannot be read as UTF-8", e);
        }
        labels.replaceAll(String::strip);
        while (!labels.isEmpty() && labels.get(labels.size() - 1).isEmpty()) {
            labels.remove(labels.size() - 1);
        }
        if (labels.isEmpty() || labels.contains("")) {
            throw wrong(
                    "labels.txt has a class in every line; line "
                            + (labels.indexOf("") + 1)
                            + " is empty");
        }
        if (new HashSet<>(labels).size() != labels.size()) {
            throw wrong("labels.txt names a class twice");
        }
        return new Masks(List.copyOf(labels));
    }

    /** Every file of {@code images} with the mask of the same name in {@code masks}. */
    static List<Example> read(Path root, Function<Path, Item> item) {
        Masks masks = in(root);
        List<Example> examples = new ArrayList<>();
        for (Path picture : files(root.resolve(IMAGES))) {
            String name = picture.getFileName().toString();
            String mask = MASKS + "/" + stem(name) + ".png";
            if (!Files.isRegularFile(root.resolve(mask))) {
                throw wrong(IMAGES + "/" + Quoted.name(name) + " has no " + Quoted.name(mask));
            }
            Target target = masks.mask(root.resolve(mask), mask);
            examples.add(new Example(IMAGES + "/" + name, item.apply(picture), target));
        }
        return examples;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "folder " + folder.getFileName() + " cannot be read", e);
        }
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * @param name for refusals
     */
    Target.Mask mask(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw new MetaTransformerException(ErrorCode.IO_ERROR, "no mask " + Quoted.name(name));
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return mask(reader);
            } finally {
                reader.dispose();
            }
        } catch (MetaTransformerException e) {
            throw e.at(name);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MetaTransformerException(
                    ErrorCode.CORRUPT, name + " cannot be read as a PNG", e);
        }
    }

    private Target.Mask mask(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        pixels += (long) width * height;
        if ((long) width * height > MAX_PIXELS) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a mask has at most " + MAX_PIXELS + " pixels, got " + width + " x " + height);
        }
        if (4 * pixels > Runtime.getRuntime().maxMemory() / 4 * 3) {
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    "masks are kept in memory, 4 bytes per pixel; those so far have "
                            + pixels
                            + " pixels. A larger heap (-Xmx) or smaller pictures would do");
        }
        Raster raster = reader.read(0).getRaster();
        if (raster.getNumBands() != 1) {
            throw wrong(
                    "a mask is a PNG of one channel whose values are class indices, got "
                            + raster.getNumBands()
                            + " channels");
        }
        int ignored = raster.getSampleModel().getSampleSize(0) > 8 ? 0xffff : 0xff;
        FloatBuffer classes = Tensor.allocate(width * height);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int value : raster.getSamples(0, y, width, 1, 0, row)) {
                classes.put(value == ignored ? Target.IGNORED : value);
            }
        }
        return new Target.Mask(Tensor.of(classes.flip(), height, width), labels);
    }

    private static MetaTransformerException wrong(String what) {
        return new MetaTransformerException(ErrorCode.SCHEMA_MISMATCH, what);
    }
}
