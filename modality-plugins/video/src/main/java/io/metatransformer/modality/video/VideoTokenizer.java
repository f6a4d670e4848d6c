package io.metatransformer.modality.video;

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

/** Reads videos as tubes of frames. Found by {@link java.util.ServiceLoader}. */
public final class VideoTokenizer implements Tokenizer {

    @Override
    public Modality modality() {
        return Modality.VIDEO;
    }

    @Override
    public List<String> mediaTypes() {
        return FilmFormat.mediaTypes();
    }

    /**
     * MP4, Matroska, AVI. A GIF file without a stated modality is a picture, and a ZIP archive may hold anything.
     */
    @Override
    public boolean recognises(ByteBuffer head) {
        return FilmFormat.of(head).filter(FilmFormat::isVideoAlone).isPresent();
    }

    @Override
    public List<Option> options() {
        return VideoOptionList.all();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        TubeOptions tubes = TubeOptions.from(options);
        return VideoWeights.specs(
                tubes,
                tubes.patch().orElse(VideoWeights.USUAL_PATCH),
                tubes.tubelet().orElse(VideoWeights.USUAL_TUBELET),
                width);
    }

    /** The projection of tubes, and learned positions, of a VideoMAE model. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return VideoWeights.adopt(checkpoint);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        TubeOptions tubes = TubeOptions.from(options);
        VideoOptions.from(options);
        return new VideoSession(
                part,
                options,
                TubeEmbedding.open(part.name(), part.weights(), tubes, part.width()));
    }
}
