package io.metatransformer.modality.xray;

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
import io.metatransformer.raster.PictureSession;
import io.metatransformer.raster.RangeOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads X-ray pictures as a grid of square patches. Found by {@link java.util.ServiceLoader}. */
public final class XRayTokenizer implements TrainableTokenizer {
    private static final int CHANNELS = 3;

    @Override
    public Modality modality() {
        return Modality.X_RAY;
    }

    @Override
    public List<String> mediaTypes() {
        List<String> types = new ArrayList<>(PictureFormat.mediaTypes());
        types.add("application/dicom");
        return List.copyOf(types);
    }

    /**
     * DICOM files. A picture of another format does not say that it shows an X-ray: one whose sender names no modality
     * is an image.
     */
    @Override
    public boolean recognises(ByteBuffer head) {
        return DicomFile.recognises(head);
    }

    @Override
    public List<Option> options() {
        return XRayOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        var embedding = PictureOptions.embedding(options, XRayOptions.PROFILES);
        int patch = embedding.patch().orElse(PatchWeights.usualPatch(width));
        return PatchWeights.specs(embedding, CHANNELS, patch, width);
    }

    /** A picture's embedding, as {@code image} takes it: the reference's X-ray model is a plain timm ViT. */
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
                PictureOptions.embedding(options, XRayOptions.PROFILES),
                List.of(CHANNELS),
                new XRayPreparation());
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        return PictureSession.train(
                this,
                start,
                rules,
                options,
                PictureOptions.embedding(options, XRayOptions.PROFILES),
                List.of(CHANNELS),
                new XRayPreparation());
    }

    private Options checked(ModelPart part) {
        Options options = part.options(options());
        PictureOptions.from(options, XRayOptions.PROFILES);
        RangeOptions.from(options);
        XRayOptions.from(options);
        return options;
    }
}
