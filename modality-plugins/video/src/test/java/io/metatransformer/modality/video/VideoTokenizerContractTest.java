package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VideoTokenizerContractTest extends TokenizerContract {
    private static final Path FILES = Path.of("src/test/resources/golden/video");

    @Override
    protected Modality modality() {
        return Modality.VIDEO;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("size", 32, "frames", 4, "max_tokens", 100);
    }

    @Override
    protected List<Input> samples() {
        return Stream.of("vd04_h264.mp4", "vd05_short.mkv", "vd06_mjpeg.avi", "vd07_anim.gif")
                .map(file -> Input.of(Modality.VIDEO, FILES.resolve(file)))
                .toList();
    }

    /** A GIF file may be a picture as well. */
    @Override
    protected boolean hasSignature(Input sample) {
        return !sample.name().endsWith(".gif");
    }

    @Override
    protected Optional<Input> tooLarge() {
        float[] values = new float[3 * 2 * 200 * 200];
        return Optional.of(Input.of(modality(), Tensor.of(values, 3, 2, 200, 200)));
    }

    @Test
    void a_gif_file_without_a_modality_is_left_to_the_tokenizer_of_images() {
        assertFalse(new VideoTokenizer().recognises(samples().get(3).head(512)));
    }
}
