package io.metatransformer.modality.image;

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
import io.metatransformer.raster.ColourPreparation;
import io.metatransformer.raster.PatchWeights;
import io.metatransformer.raster.PictureFormat;
import io.metatransformer.raster.PictureOptions;
import io.metatransformer.raster.PictureSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads pictures as a grid of square patches. Found by {@link java.util.ServiceLoader}. */
public final class ImageTokenizer implements TrainableTokenizer {
    private static final int CHANNELS = 3;

    @Override
    public Modality modality() {
        return Modality.IMAGE;
    }

    @Override
    public List<String> mediaTypes() {
        return PictureFormat.mediaTypes();
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return PictureFormat.of(head).isPresent();
    }

    @Override
    public List<Option> options() {
        return PictureOptions.declared(ImageProfiles.ALL);
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        var embedding = PictureOptions.embedding(options, ImageProfiles.ALL);
        int patch = embedding.patch().orElse(PatchWeights.usualPatch(width));
        return PatchWeights.specs(embedding, CHANNELS, patch, width);
    }

    /**
     * The patch embedding, class token, position table and pre-norm of Data2Seq, timm, mmpretrain, OpenCLIP or
     * Hugging Face CLIP.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return PatchWeights.adopt(checkpoint, Set.of(CHANNELS));
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
                PictureOptions.embedding(options, ImageProfiles.ALL),
                List.of(CHANNELS),
                new ColourPreparation(ImageProfiles.ALL));
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        return PictureSession.train(
                this,
                start,
                rules,
                options,
                PictureOptions.embedding(options, ImageProfiles.ALL),
                List.of(CHANNELS),
                new ColourPreparation(ImageProfiles.ALL));
    }

    private Options checked(ModelPart part) {
        Options options = part.options(options());
        PictureOptions.from(options, ImageProfiles.ALL);
        return options;
    }
}
