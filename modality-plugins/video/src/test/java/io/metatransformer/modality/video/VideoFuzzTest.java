package io.metatransformer.modality.video;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken files, without end if asked for: {@code -Dfuzz.rounds=200000}. */
class VideoFuzzTest {

    @ParameterizedTest
    @CsvSource({
        "h264.mp4 fragmented.mp4 edit_list.mp4 av1.mp4 turned270.mov hevc.mp4, false",
        "vp8.webm vp9.webm odd_444.mkv h264_10bit_bt709.mkv, false",
        "mpeg4.avi msmpeg4.avi, false",
        "h264.mp4 vp9.webm mpeg4.avi hevc.mp4 two_sizes.mp4, true",
        "generated_02.gif generated_05.gif generated_12.gif generated_18.gif transparent.gif, false",
        "generated_02.gif generated_09.gif transparent.gif, true"
    })
    @Timeout(3600)
    void broken_files_are_read_or_refused(String files, boolean lenient) {
        Map<String, Object> given = Map.of("size", 32, "frames", 4, "lenient", lenient);
        VideoOptions options = VideoOptions.from(Options.of(VideoOptionList.all(), given));
        List<byte[]> good =
                Stream.of(files.split(" ")).map(file -> Files.bytes("/clips/" + file)).toList();

        new Mutations(1, good)
                .allAreReadOrRefused(
                        bytes -> {
                            Input input = Input.of(Modality.VIDEO, bytes);
                            try (Film film = FilmFormat.open(input, options)) {
                                Take.of(film, options, input.name());
                            }
                        });
    }
}
