package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads one pixel of a scene, a token per band. Found by {@link java.util.ServiceLoader}. */
public final class HyperspectralTokenizer implements Tokenizer {

    @Override
    public Modality modality() {
        return Modality.HYPERSPECTRAL;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(
                "application/x-envi",
                "application/zip",
                "application/x-matlab-data",
                "application/x-netcdf",
                "application/x-hdf5",
                "image/tiff",
                "application/x-npy");
    }

    /** A TIFF file or an array does not say that it holds a scene. */
    @Override
    public boolean recognises(ByteBuffer head) {
        return EnviHeader.recognises(head)
                || EnviZip.recognises(head)
                || MatFile.recognises(head)
                || ClassicNetcdf.recognises(head)
                || HdfScene.recognises(head);
    }

    @Override
    public List<Option> options() {
        return HyperspectralOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return HyperspectralWeights.specs(options, width);
    }

    /** From a model that the reference's Hyper-spectrum scripts trained, or from Data2Seq. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return HyperspectralWeights.adopt(checkpoint);
    }

    /** How many bands positions are for, and what a token sees, where only one patch and group give its length. */
    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return HyperspectralWeights.configure(adopted);
    }

    /** The range of every band of a scene: a pixel is then read without reading the rest of its scene. */
    @Override
    public Map<String, Object> learn(Input training, Options options) {
        boolean zero = options.text("non_finite").equals("zero");
        try (Cube cube = new SceneReader(options).open(training)) {
            return BandRange.of(training.name(), cube, zero).learned();
        }
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new HyperspectralSession(part, options);
    }
}
