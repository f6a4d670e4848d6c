package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TiffPagesTest {
    private static final int TAGS = 8;
    private static final int PAGE = 2 + 12 * TAGS + 4 + 4;

    @Test
    void every_page_is_read_in_order_but_no_reduced_copy() {
        byte[] file = file(new int[] {0, 1, 0, 4, 0}, 0);

        List<Picture> pages = pages(file, 10);

        assertEquals(3, pages.size());
        assertArrayEquals(new double[] {0, 1, 2, 3}, Files.samples(pages.get(0)));
        assertArrayEquals(new double[] {20, 21, 22, 23}, Files.samples(pages.get(1)));
        assertArrayEquals(new double[] {40, 41, 42, 43}, Files.samples(pages.get(2)));
    }

    @Test
    void pages_that_run_in_a_circle_are_refused() {
        assertRefused(ErrorCode.CORRUPT, "circle", () -> pages(file(new int[] {0, 0}, 8), 10));
    }

    @Test
    void more_pages_than_are_read_are_refused() {
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED, "2 pages", () -> pages(file(new int[] {0, 0, 0}, 0), 2));
    }

    @Test
    void directories_on_top_of_each_other_do_not_add_up_to_any_memory() {
        ByteBuffer file = ByteBuffer.allocate(900_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'I', 'I', 42, 0}).putInt(8);
        for (int page = 0; page < 5; page++) { // each entry is also the start of a directory
            int at = 8 + 12 * page;
            file.putShort(at, (short) 0xFFFF);
            file.putInt(at + 2 + 12 * 0xFFFF, at + 12);
        }

        assertRefused(ErrorCode.LIMIT_EXCEEDED, "entries", () -> pages(file.array(), 4096));
    }

    @Test
    void other_pictures_have_no_pages() {
        assertRefused(
                ErrorCode.UNSUPPORTED_FORMAT,
                "not a TIFF",
                () -> pages(Files.bytes("image/img05_gray8.png"), 2));
    }

    private static List<Picture> pages(byte[] file, int most) {
        return PictureReader.pages(ByteBuffer.wrap(file), "pages", PictureLimits.DEFAULT, most);
    }

    private static void assertRefused(ErrorCode code, String words, Executable action) {
        var refusal = assertThrows(MetaTransformerException.class, action);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    /** Pages of 2 x 2 px, 8 bits, their samples 10 * page and on; the last points to {@code next}. */
    private static byte[] file(int[] subfiles, int next) {
        ByteBuffer file = ByteBuffer.allocate(8 + PAGE * subfiles.length);
        file.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {'I', 'I', 42, 0}).putInt(8);
        for (int page = 0; page < subfiles.length; page++) {
            int at = file.position();
            file.putShort((short) TAGS);
            entry(file, 254, subfiles[page]);
            entry(file, 256, 2);
            entry(file, 257, 2);
            entry(file, 258, 8);
            entry(file, 259, 1);
            entry(file, 262, 1);
            entry(file, 273, at + PAGE - 4);
            entry(file, 279, 4);
            file.putInt(page + 1 < subfiles.length ? at + PAGE : next);
            for (int i = 0; i < 4; i++) {
                file.put((byte) (10 * page + i));
            }
        }
        return file.array();
    }

    private static void entry(ByteBuffer file, int tag, int value) {
        file.putShort((short) tag).putShort((short) 4).putInt(1).putInt(value);
    }
}
