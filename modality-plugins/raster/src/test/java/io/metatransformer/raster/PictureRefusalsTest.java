package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureRefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "truncated.png, TRUNCATED",
        "empty.png, EMPTY_INPUT",
        "not_an_image.png, UNSUPPORTED_FORMAT",
        "huge_dims.png, LIMIT_EXCEEDED"
    })
    void golden_bad_files_are_refused_for_what_is_wrong(String file, ErrorCode code) {
        assertEquals(code, refusal(Files.bytes("image/bad/" + file)).code());
    }

    @Test
    void what_is_read_is_said_to_who_sends_something_else() {
        String message =
                refusal("a text".getBytes(java.nio.charset.StandardCharsets.UTF_8)).getMessage();

        assertTrue(message.contains("PNG, JPEG, WebP, TIFF, BMP and GIF"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb8.png",
                "rgb8_progressive.jpg",
                "rgb8_lossless.webp",
                "rgb8_packbits.tif",
                "rgb8_tiled_deflate.tif",
                "gray8_lzw_predictor.tif",
                "palette.bmp",
                "palette.gif"
            })
    void a_file_that_ends_early_is_never_read_in_part(String file) {
        byte[] whole = Files.resource("/pictures/" + file);
        for (int length = 30; length < whole.length - 24; length += 1 + whole.length / 40) {
            ErrorCode code = refusal(Arrays.copyOf(whole, length)).code();

            assertTrue(
                    code == ErrorCode.TRUNCATED || code == ErrorCode.CORRUPT,
                    file + " cut to " + length + " bytes: " + code);
        }
    }

    @Test
    void a_checksum_that_is_wrong_is_noticed() {
        byte[] png = Files.resource("/pictures/rgb8.png");
        png[60] ^= 1;

        assertEquals(ErrorCode.CORRUPT, refusal(png).code());
    }

    @Test
    void a_strip_that_holds_less_than_it_should_is_not_filled_with_black() {
        for (String file : new String[] {"rgb8_deflate_predictor.tif", "gray8_lzw_predictor.tif"}) {
            byte[] tiff = Files.resource("/pictures/" + file);
            shorten(tiff, 279);

            assertEquals(ErrorCode.TRUNCATED, refusal(tiff).code(), file);
        }
    }

    /** Takes the last bytes off the only strip. */
    private static void shorten(byte[] tiff, int tag) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        for (int i = 0; i < bytes.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (bytes.getShort(entry) == tag) {
                bytes.putInt(entry + 8, bytes.getInt(entry + 8) - 20);
            }
        }
    }

    @Test
    void gif_data_that_stops_before_the_last_row_is_not_filled_with_black() {
        byte[] gif = Files.resource("/pictures/palette.gif");
        int data = 13 + 24 + 10 + 1;
        byte[] cut = Arrays.copyOf(gif, data + 1 + 20 + 2);
        cut[data] = 20;
        cut[cut.length - 2] = 0;
        cut[cut.length - 1] = 0x3B;

        assertEquals(ErrorCode.TRUNCATED, refusal(cut).code());
    }

    @Test
    void a_jpeg_whose_data_stops_before_its_end_marker_is_not_filled_with_gray() {
        byte[] jpeg = Files.bytes("image/img05_444.jpg");
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length * 2 / 3);
        cut[cut.length - 2] = (byte) 0xFF;
        cut[cut.length - 1] = (byte) 0xD9;

        assertEquals(ErrorCode.TRUNCATED, refusal(cut).code());
    }

    @Test
    void a_claim_is_checked_in_every_format_before_anything_is_allocated() {
        PictureLimits few = new PictureLimits(900);
        for (String file :
                new String[] {
                    "rgb8.png",
                    "rgb8_progressive.jpg",
                    "rgb8_lossless.webp",
                    "rgb8_packbits.tif",
                    "rgb555.bmp",
                    "palette.gif"
                }) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.resource("/pictures/" + file));

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> PictureReader.read(bytes, file, few));

            assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code(), file);
            assertTrue(refusal.getMessage().contains("41 x 23"), refusal.getMessage());
        }
    }

    @Test
    void a_scan_repeated_without_end_is_refused() {
        byte[] jpeg = Files.resource("/pictures/rgb8_progressive.jpg");
        int scan = find(jpeg, 0xDA);
        byte[] bomb = Arrays.copyOf(jpeg, scan + 200 * 12 + 2);
        byte[] empty = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0, 0};
        for (int i = 0; i < 200; i++) {
            System.arraycopy(empty, 0, bomb, scan + i * empty.length, empty.length);
        }
        bomb[bomb.length - 2] = (byte) 0xFF;
        bomb[bomb.length - 1] = (byte) 0xD9;

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal(bomb).code());
    }

    private static int find(byte[] jpeg, int marker) {
        for (int i = 2; ; i += 2 + ((jpeg[i + 2] & 0xFF) << 8 | jpeg[i + 3] & 0xFF)) {
            if ((jpeg[i + 1] & 0xFF) == marker) {
                return i;
            }
        }
    }

    private static MetaTransformerException refusal(byte[] bytes) {
        return assertThrows(MetaTransformerException.class, () -> Files.picture(bytes, "file"));
    }
}
