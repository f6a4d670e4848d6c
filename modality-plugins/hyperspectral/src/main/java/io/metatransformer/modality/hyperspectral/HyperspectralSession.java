package io.metatransformer.modality.hyperspectral;

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
import java.util.Optional;
import java.util.stream.IntStream;

/** Opens a scene, takes one pixel of it, embeds its bands. */
final class HyperspectralSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final Neighbourhood neighbourhood;
    private final BandEmbedding embedding;
    private final Lifetime lifetime;

    HyperspectralSession(ModelPart part, Options options) {
        this.width = part.width();
        this.options = options;
        this.neighbourhood = HyperspectralOptions.neighbourhood(options);
        this.lifetime = new Lifetime(part.name());
        this.embedding =
                new BandEmbedding(
                        part,
                        options.text("cls").equals("prepend"),
                        options.text("pos_embed").equals("learned"),
                        neighbourhood.length());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer("max_tokens");
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        Options chosen = options.withRequest(input.options());
        if (BandVectors.isGiven(input, chosen)) {
            Tensor vectors = BandVectors.of(input, neighbourhood.length());
            checkBands(input.name(), vectors.size(0));
            return sequence(vectors, Origin.named(input.name()));
        }
        SceneReader reader = new SceneReader(chosen);
        try (Cube cube = reader.open(input)) {
            Pixel pixel = Pixel.of(input.name(), chosen, cube.axes());
            Origin origin = Origin.named(input.name());
            if (chosen.isSet("labels")) {
                origin = origin.with("label", reader.label(input, cube.axes(), pixel));
            }
            return read(chosen, cube, pixel, origin);
        }
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(() -> Optional.of(draw(input)));
    }

    /** The whole scene in false colours; spectra without a scene have none. */
    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(() -> shown(input, side));
    }

    private Optional<Backdrop> shown(Input input, int side) {
        Options chosen = options.withRequest(input.options());
        if (BandVectors.isGiven(input, chosen)) {
            return Optional.empty();
        }
        try (Cube cube = new SceneReader(chosen).open(input)) {
            Axes axes = cube.axes();
            return Optional.of(
                    new FalseColour(cube, side, side)
                            .thumbnail()
                            .toBackdrop(axes.samples(), axes.lines()));
        }
    }

    private Preview draw(Input input) {
        Options chosen = options.withRequest(input.options());
        if (BandVectors.isGiven(input, chosen)) {
            return BandVectors.draw(BandVectors.of(input, neighbourhood.length()));
        }
        try (Cube cube = new SceneReader(chosen).open(input)) {
            boolean zero = chosen.text("non_finite").equals("zero");
            Pixel pixel = Pixel.of(input.name(), chosen, cube.axes());
            return SceneDrawing.of(cube, BandRange.of(input.name(), cube, zero), pixel);
        }
    }

    private TokenSequence read(Options chosen, Cube cube, Pixel pixel, Origin origin) {
        String name = origin.name();
        Axes axes = cube.axes();
        boolean zero = chosen.text("non_finite").equals("zero");
        int[] bands = bands(cube, chosen);
        checkBands(name, bands.length);
        neighbourhood.checkFits(name, axes);
        BandRange range =
                chosen.isSet("range_min") || chosen.isSet("range_max")
                        ? BandRange.given(name, chosen, axes.bands())
                        : BandRange.of(name, cube, zero);
        float[] values = neighbourhood.values(name, cube, bands, range, pixel, zero);
        float[] vectors = neighbourhood.vectors(values, bands.length);
        return sequence(
                Tensor.of(vectors, bands.length, neighbourhood.length()),
                pixel.describe(origin, cube, bands, neighbourhood.patch()));
    }

    private static int[] bands(Cube cube, Options chosen) {
        boolean[] good = cube.meaning().goodBands();
        boolean all = good.length == 0 || !chosen.flag("use_bad_band_list");
        return IntStream.range(0, cube.axes().bands()).filter(b -> all || good[b]).toArray();
    }

    private void checkBands(String name, int bands) {
        int fit = embedding.maxBands();
        boolean fewer = fit == Integer.MAX_VALUE || options.flag("fewer_bands");
        if (bands > fit || bands < fit && !fewer || bands < 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": "
                            + bands
                            + " bands; the model's positions are for "
                            + fit
                            + (fewer ? " or fewer" : "")
                            + " (option 'bands')");
        }
        if (bands + embedding.specialTokens() > maxTokens()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + bands
                            + " bands give more than "
                            + maxTokens()
                            + " tokens, option 'max_tokens'");
        }
    }

    private TokenSequence sequence(Tensor vectors, Origin origin) {
        return TokenSequence.of(
                embedding.embed(vectors),
                Modality.HYPERSPECTRAL,
                embedding.specialTokens(),
                new Layout.Rows(vectors.size(0)),
                origin);
    }

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
