package io.metatransformer.head.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CheckpointNamesTest {

    @Test
    void upernet_comes_with_its_plain_pyramid_and_without_the_auxiliary_head() {
        Weights checkpoint =
                named(
                        "backbone.norm1.weight",
                        "backbone.up1.0.weight",
                        "backbone.blocks.0.norm1.weight",
                        "decode_head.psp_modules.0.1.conv.weight",
                        "decode_head.psp_modules.0.1.bn.num_batches_tracked",
                        "decode_head.conv_seg.bias",
                        "auxiliary_head.convs.0.conv.weight",
                        "auxiliary_head.conv_seg.bias");

        assertEquals(
                Set.of(
                        "pyramid.norm1.weight",
                        "pyramid.up1.0.weight",
                        "decode_head.psp_modules.0.1.conv.weight",
                        "decode_head.conv_seg.bias"),
                adopted(checkpoint));
    }

    @Test
    void the_norms_of_the_adapter_are_not_taken_for_those_of_the_plain_pyramid() {
        Weights checkpoint =
                named(
                        "backbone.norm1.weight",
                        "backbone.norm1.running_mean",
                        "decode_head.psp_modules.0.1.conv.weight");

        assertEquals(Set.of("decode_head.psp_modules.0.1.conv.weight"), adopted(checkpoint));
    }

    @Test
    void a_convolutional_decoder_is_read_from_either_place() {
        Set<String> own =
                Set.of("auxiliary_head.convs.0.conv.weight", "auxiliary_head.conv_seg.weight");

        assertEquals(
                own,
                adopted(
                        named(
                                "auxiliary_head.convs.0.conv.weight",
                                "auxiliary_head.conv_seg.weight")));
        assertEquals(
                own,
                adopted(named("decode_head.convs.0.conv.weight", "decode_head.conv_seg.weight")));
    }

    @Test
    void a_norm_alone_belongs_to_an_encoder() {
        assertEquals(Set.of(), adopted(named("norm.weight", "norm.bias")));
        assertEquals(
                Set.of("norm.weight", "classifier.weight"),
                adopted(named("norm.weight", "classifier.weight", "head.weight")));
    }

    private static Set<String> adopted(Weights checkpoint) {
        return new TreeSet<>(new SegmentationHead().adopt(checkpoint).names());
    }

    private static Weights named(String... names) {
        Map<String, Tensor> weights = new HashMap<>();
        for (String name : names) {
            weights.put(name, Tensor.of(new float[1], 1, 1));
        }
        return Weights.of(weights);
    }
}
