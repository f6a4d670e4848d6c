package io.metatransformer.head.detection;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxCoderTest {
    private final Golden golden = Goldens.read("box-coder");

    @ParameterizedTest
    @CsvSource({
        "rpn, 1, 1, 1, 1",
        "rcnn, 0.1, 0.1, 0.2, 0.2",
        "stage3, 0.033, 0.033, 0.067, 0.067"
    })
    void boxes_and_deltas_are_those_of_the_reference(
            String name, double x, double y, double w, double h) {
        BoxCoder coder = new BoxCoder(x, y, w, h);
        float[] rois = Goldens.floats(golden, "input.rois");
        float[] goals = Goldens.floats(golden, "input.gt");
        float[] deltas = Goldens.floats(golden, "input.deltas");

        float[] encoded = new float[deltas.length];
        for (int i = 0; i < rois.length / 4; i++) {
            coder.encode(rois, i, goals, i, encoded, 4 * i);
        }

        close("encode_" + name, encoded);
        close("decode_" + name, coder.decode(rois, deltas));
        close("decode_clip_" + name, BoxCoder.clip(coder.decode(rois, deltas), 120, 90));
        float[] ofClasses = Goldens.floats(golden, "input.class_deltas");
        close("decode_class_" + name, BoxCoder.clip(coder.decode(rois, ofClasses), 120, 90));
    }

    private void close(String name, float[] actual) {
        assertClose(name, Goldens.floats(golden, "output." + name), actual, 1e-4, 1e-5);
    }
}
