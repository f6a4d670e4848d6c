package io.metatransformer.raster;

import io.metatransformer.testkit.Mutations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken files of every format, without end if asked for: {@code -Dfuzz.rounds=200000}. */
class PictureReaderFuzzTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb8_progressive.jpg cmyk.jpg",
                "rgb8_lossless.webp rgba8_lossless.webp exif6.webp",
                "gray16_lzw_predictor.tif rgb8_tiled_deflate.tif palette_lzw.tif",
                "rgb8_planar.tif float32_deflate_predictor3.tif gray12.tif",
                "palette.gif palette_inset.gif",
                "palette.bmp rgb565_top_down.bmp bilevel.bmp"
            })
    @Timeout(600)
    void broken_files_are_read_or_refused(String files) {
        List<byte[]> good =
                Stream.of(files.split(" "))
                        .map(file -> Files.resource("/pictures/" + file))
                        .toList();

        new Mutations(1, good)
                .allAreReadOrRefused(bytes -> Files.readAll(Files.picture(bytes, "file")));
    }

    @Test
    @Timeout(600)
    void broken_png_files_whose_checksums_are_right_are_read_or_refused() {
        List<byte[]> good =
                Stream.of("rgb8.png", "palette.png", "gray2.png", "gray16_alpha.png")
                        .map(file -> Files.resource("/pictures/" + file))
                        .toList();

        new Mutations(2, good)
                .allAreReadOrRefused(bytes -> Files.readAll(Files.picture(mended(bytes), "file")));
    }

    /** The same chunks with the checksums that they should have, so that decoding gets to see them. */
    private static byte[] mended(byte[] png) {
        byte[] bytes = png.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int at = 8; at + 12 <= bytes.length; ) {
            int length = buffer.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, length + 4);
            buffer.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
        return bytes;
    }
}
