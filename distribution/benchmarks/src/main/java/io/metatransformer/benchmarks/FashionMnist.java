package io.metatransformer.benchmarks;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** Pictures of clothes, 28 x 28 grey pixels (Xiao, Rasul and Vollgraf, arXiv 1708.07747), with its own test part. */
final class FashionMnist implements Source {
    private static final List<String> LABELS =
            List.of(
                    "t-shirt",
                    "trouser",
                    "pullover",
                    "dress",
                    "coat",
                    "sandal",
                    "shirt",
                    "sneaker",
                    "bag",
                    "boot");

    @Override
    public String name() {
        return "fashion-mnist";
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Path folder = Source.existing(data, name());
        return Problem.of(
                name(),
                "ten kinds of clothes in pictures",
                "784 pixels",
                cases(folder, "train", full ? 10_000 : 2_000),
                cases(folder, "t10k", full ? 10_000 : 1_000));
    }

    /** The first ones: the authors shuffled them. */
    private static List<Problem.Case> cases(Path folder, String part, int count)
            throws IOException {
        List<Problem.Case> cases = new ArrayList<>();
        try (DataInputStream pictures = open(folder.resolve(part + "-images-idx3-ubyte.gz"));
                DataInputStream labels = open(folder.resolve(part + "-labels-idx1-ubyte.gz"))) {
            pictures.skipNBytes(8); // what it is, and how many
            int height = pictures.readInt();
            int width = pictures.readInt();
            labels.skipNBytes(8);
            for (int i = 0; i < count; i++) {
                byte[] pixels = pictures.readNBytes(height * width);
                String label = LABELS.get(labels.readUnsignedByte());
                cases.add(picture(part + " " + i, pixels, width, height, label));
            }
        }
        return cases;
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16));
    }

    private static Problem.Case picture(
            String name, byte[] pixels, int width, int height, String label) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, width, height, pixels);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        double[] numbers = new double[pixels.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (pixels[i] & 0xff) / 255.0;
        }
        Item item = Item.of(Input.of(Modality.IMAGE, png.toByteArray()));
        return new Problem.Case(new Example(name, item, new Target.Label(label)), numbers);
    }
}
