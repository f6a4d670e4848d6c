package io.metatransformer.modality.video;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.raster.Frame;
import io.metatransformer.raster.PatchGrid;
import io.metatransformer.raster.PictureDrawing;
import io.metatransformer.raster.Rows8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Watches a film, cuts the chosen frames into tubes, embeds them. */
final class VideoSession implements TokenizerSession {

    /** How many frames the video has, and which of them are in the clip. */
    private static final String FRAMES = "frames";

    private static final String SECONDS = "seconds";
    private static final String SAMPLING = "sampling";

    private final int width;
    private final Options options;
    private final int maxTokens;
    private final TubeEmbedding embedding;
    private final Lifetime lifetime;

    VideoSession(ModelPart part, Options options, TubeEmbedding embedding) {
        this.width = part.width();
        this.options = options;
        this.maxTokens = options.integer("max_tokens");
        this.embedding = embedding;
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    /** The first frame, whole; frames that somebody else prepared have none. */
    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(
                () -> input.tensor().isPresent() ? Optional.empty() : firstFrame(input, side));
    }

    private Optional<Backdrop> firstFrame(Input input, int side) {
        VideoOptions chosen = VideoOptions.from(options.withRequest(input.options()));
        List<Backdrop> seen = new ArrayList<>();
        try (Film film = FilmFormat.open(input, chosen)) {
            film.watch(
                    1,
                    (index, shot) -> {
                        Rows8 picture = shot.picture();
                        Frame whole = Frame.whole(picture.width(), picture.height());
                        seen.add(PictureDrawing.of(picture, whole).backdrop(side));
                    });
        }
        return seen.stream().findFirst();
    }

    private TokenSequence read(Input input) {
        VideoOptions chosen = VideoOptions.from(options.withRequest(input.options()));
        if (input.tensor().isPresent()) {
            Clip clip = Clip.of(input.tensor().get(), input.name());
            return tokens(clip, grid(clip, input), Origin.named(input.name()));
        }
        requireWholeTubes(chosen, input);
        Take take = watch(input, chosen);
        grid(take.images().size(), take.frame().height(), take.frame().width(), input);
        Clip clip = Clip.normalised(take.images(), chosen.mean(), chosen.std());
        TubeGrid grid = grid(clip, input);
        return tokens(clip, grid, origin(input, chosen, take, grid));
    }

    private Preview draw(Input input) {
        VideoOptions chosen = VideoOptions.from(options.withRequest(input.options()));
        return input.tensor().isPresent()
                ? FilmStrip.of(Clip.of(input.tensor().get(), input.name()), chosen)
                : FilmStrip.of(watch(input, chosen));
    }

    private static Take watch(Input input, VideoOptions chosen) {
        try (Film film = FilmFormat.open(input, chosen)) {
            return Take.of(film, chosen, input.name());
        }
    }

    /** A request that can only fail is refused before anything is decoded. */
    private void requireWholeTubes(VideoOptions chosen, Input input) {
        int frames = chosen.choice().frames();
        if (frames % embedding.tubelet() != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    input.name()
                            + ": option 'frames' is a multiple of the tubelet, "
                            + embedding.tubelet()
                            + ", got "
                            + frames);
        }
    }

    private TubeGrid grid(Clip clip, Input input) {
        return grid(clip.frames(), clip.height(), clip.width(), input);
    }

    private TubeGrid grid(int frames, int height, int width, Input input) {
        return TubeGrid.over(
                frames,
                height,
                width,
                embedding.tubelet(),
                embedding.patch(),
                maxTokens,
                input.name());
    }

    private TokenSequence tokens(Clip clip, TubeGrid grid, Origin origin) {
        return TokenSequence.of(
                embedding.embed(clip, grid),
                Modality.VIDEO,
                0,
                new Layout.Volume(grid.steps(), grid.rows(), grid.cols()),
                origin);
    }

    private static Origin origin(Input input, VideoOptions chosen, Take take, TubeGrid grid) {
        Sampling asked = chosen.choice().sampling();
        boolean tooShort = asked == Sampling.SPARSE && take.count() < chosen.choice().frames();
        Origin origin =
                take.frame()
                        .origin(
                                Origin.named(input.name()),
                                new PatchGrid(grid.rows(), grid.cols(), grid.patch()))
                        .with(FRAMES, take.count())
                        .with(SAMPLING, (tooShort ? Sampling.UNIFORM : asked).word())
                        .with(FRAMES, floats(take.indices()));
        return take.seconds().map(times -> origin.with(SECONDS, floats(times))).orElse(origin);
    }

    private static Tensor floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return Tensor.of(floats, floats.length);
    }

    private static Tensor floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(floats, floats.length);
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
