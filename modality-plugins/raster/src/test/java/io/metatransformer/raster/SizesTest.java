package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Sizes.Size;
import org.junit.jupiter.api.Test;

class SizesTest {

    @Test
    void the_shorter_edge_is_met_and_the_longer_one_rounded_down() {
        assertEquals(new Size(86, 64), Sizes.shorterEdge(131, 97, 64));
        assertEquals(new Size(64, 86), Sizes.shorterEdge(97, 131, 64));
        assertEquals(new Size(224, 224), Sizes.shorterEdge(500, 500, 224));
    }

    @Test
    void a_picture_is_made_as_large_as_fits_within_both_edges() {
        assertEquals(new Size(1067, 800), Sizes.within(640, 480, 1333, 800));
        assertEquals(new Size(1333, 333), Sizes.within(4000, 1000, 1333, 800));
        assertEquals(new Size(800, 1067), Sizes.within(480, 640, 1333, 800));
    }

    @Test
    void an_odd_excess_is_halved_to_the_even_neighbour() {
        assertEquals(0, Sizes.centred(225, 224));
        assertEquals(2, Sizes.centred(227, 224));
        assertEquals(11, Sizes.centred(86, 64));
    }

    @Test
    void a_picture_too_narrow_to_resize_is_refused() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Sizes.shorterEdge(1, 1_000_000, 16_384));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }
}
