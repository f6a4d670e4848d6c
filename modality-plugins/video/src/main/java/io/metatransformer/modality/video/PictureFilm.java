package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.raster.PictureFormat;
import io.metatransformer.raster.PictureReader;
import io.metatransformer.raster.Rows8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Pictures of one size, each a frame, in order of the numbers in their names. They say nothing of time. */
final class PictureFilm implements Film {
    private static final int MAX_BYTES = 1 << 28;

    private final String name;
    private final List<Still> stills;
    private final FilmLimits limits;

    /** One picture, read when it is wanted. */
    interface Still {
        /** Of its file, without folders. */
        String name();

        ByteBuffer bytes();
    }

    private PictureFilm(String name, List<Still> stills, FilmLimits limits) {
        this.name = name;
        this.stills = stills;
        this.limits = limits;
    }

    /** The pictures of a folder, not of folders in it; other files are passed over. */
    static PictureFilm ofFolder(Path folder, String name, VideoOptions options) {
        int most = options.limits().maxFrames();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.limit(most + 1L).toList();
            options.limits().checkCount(name, all.size());
            List<Still> stills =
                    all.stream()
                            .filter(Files::isRegularFile)
                            .filter(PictureFilm::isPicture)
                            .map(file -> (Still) new FileStill(file))
                            .sorted(FrameOrder.BY_NUMBER)
                            .toList();
            return new PictureFilm(name, stills, options.limits());
        } catch (IOException | UncheckedIOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + ": the folder cannot be read", e);
        }
    }

    private static boolean isPicture(Path file) {
        Input input = Input.of(Modality.IMAGE, file);
        return PictureFormat.of(input.head(PictureFormat.HEAD)).isPresent();
    }

    /** The pictures of a ZIP archive, folders in it left aside; other files are passed over. */
    static PictureFilm ofArchive(Input input, VideoOptions options) {
        List<Still> stills =
                ZipStills.read(input.bytes(MAX_BYTES), input.name(), options.limits()).stream()
                        .sorted(FrameOrder.BY_NUMBER)
                        .toList();
        return new PictureFilm(input.name(), stills, options.limits());
    }

    private record FileStill(Path file) implements Still {
        @Override
        public String name() {
            return file.getFileName().toString();
        }

        @Override
        public ByteBuffer bytes() {
            return Input.of(Modality.IMAGE, file).bytes(MAX_BYTES);
        }
    }

    @Override
    public int announced() {
        return stills.size();
    }

    @Override
    public int watch(int most, Viewer viewer) {
        Watched watched = new Watched();
        int count = Math.min(most, stills.size());
        for (int index = 0; index < count; index++) {
            watched.current = stills.get(index);
            viewer.see(index, watched);
        }
        return count;
    }

    private final class Watched implements Shot {
        private Still current;
        private int width;
        private int height;

        @Override
        public Rows8 picture() {
            String label = name + ": " + shortened(current.name());
            Rows8 rows;
            try {
                rows =
                        Rows8.of(
                                PictureReader.read(current.bytes(), label, limits.ofPictures())
                                        .upright(),
                                Optional.empty());
            } catch (MetaTransformerException refusal) {
                throw refusal.getMessage().startsWith(name) ? refusal : refusal.at(label);
            }
            limits.checkSize(label, rows.width(), rows.height());
            if (width == 0) {
                width = rows.width();
                height = rows.height();
            }
            if (rows.width() != width || rows.height() != height) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        label
                                + " is "
                                + rows.width()
                                + " x "
                                + rows.height()
                                + " px, frames before it are "
                                + width
                                + " x "
                                + height);
            }
            return rows;
        }

        @Override
        public OptionalDouble seconds() {
            return OptionalDouble.empty();
        }
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }

    @Override
    public void close() {
        // files are opened and closed by each read
    }
}
