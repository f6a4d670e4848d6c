package io.metatransformer.modality.infrared;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.raster.PatchWeights;
import io.metatransformer.raster.PictureFormat;
import io.metatransformer.raster.PictureOptions;
import io.metatransformer.raster.PictureProfile;
import io.metatransformer.raster.PictureSession;
import io.metatransformer.raster.RangeOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads infrared pictures as a grid of square patches. Found by {@link java.util.ServiceLoader}. */
public final class InfraredTokenizer implements TrainableTokenizer {
    static final List<PictureProfile> PROFILES =
            List.of(PictureProfile.CLIP, PictureProfile.DATA2SEQ);

    /** Gray is repeated in three channels, or meets weights of one. */
    private static final List<Integer> CHANNELS = List.of(3, 1);

    @Override
    public Modality modality() {
        return Modality.INFRARED;
    }

    @Override
    public List<String> mediaTypes() {
        return PictureFormat.mediaTypes();
    }

    /**
     * Never: no picture says by its first bytes that it was taken in the infrared. A picture whose sender names no
     * modality is an image.
     */
    @Override
    public boolean recognises(ByteBuffer head) {
        return false;
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(PictureOptions.declared(PROFILES));
        options.addAll(RangeOptions.declared());
        return List.copyOf(options);
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        var embedding = PictureOptions.embedding(options, PROFILES);
        int patch = embedding.patch().orElse(PatchWeights.usualPatch(width));
        return PatchWeights.specs(embedding, CHANNELS.get(0), patch, width);
    }

    /**
     * A picture's embedding, as {@code image} takes it. One of a single channel is left to {@code audio}: checkpoints of
     * spectrogram transformers have those, and nothing in them tells a spectrogram from a gray picture.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return PatchWeights.adopt(checkpoint, Set.of(CHANNELS.get(0)));
    }

    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return PatchWeights.configure(adopted);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = checked(part);
        return PictureSession.open(
                this,
                part,
                options,
                PictureOptions.embedding(options, PROFILES),
                CHANNELS,
                new InfraredPreparation());
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        return PictureSession.train(
                this,
                start,
                rules,
                options,
                PictureOptions.embedding(options, PROFILES),
                CHANNELS,
                new InfraredPreparation());
    }

    private Options checked(ModelPart part) {
        Options options = part.options(options());
        PictureOptions.from(options, PROFILES);
        RangeOptions.from(options);
        return options;
    }
}
