package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept by each way of embedding. */
class PointCloudTokenizerContractTest {

    abstract static class Of extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.POINT_CLOUD;
        }

        @Override
        protected boolean hasSignature(Input sample) {
            return !sample.name().matches(".*\\.(npy|xyz)");
        }

        @Override
        protected float probeStep() {
            return 5e-4f;
        }

        @Override
        protected boolean staysAsItIs(String tensor) {
            return tensor.contains(".running_");
        }
    }

    @Nested
    class OneStage extends Of {
        @Override
        protected List<Input> samples() {
            float[] points = new float[3 * 50];
            for (int i = 0; i < points.length; i++) {
                points[i] = (float) Math.sin(i);
            }
            return List.of(
                    Files.input("files/cloud_ascii.ply"),
                    Files.input("files/cloud_be.ply"),
                    Files.input("files/cloud_lzf.pcd"),
                    Files.input("files/cloud_joined_header.off"),
                    Files.input("files/cloud.las"),
                    Files.input("files/cloud.csv"),
                    Files.input("files/cloud_f32.npy"),
                    Files.input("files/cloud.xyz"),
                    Input.of(Modality.POINT_CLOUD, Tensor.of(points, 50, 3)));
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "num_points", 64, "group_size", 8, "channels", "8,16,24", "max_tokens", 17);
        }

        @Override
        protected Optional<Input> tooLarge() {
            return Optional.of(samples().get(0).withOptions(Map.of("num_points", 120)));
        }
    }

    @Nested
    class TwoStages extends Of {
        @Override
        protected List<Input> samples() {
            return List.of(
                    Files.input("files/cloud_ascii.ply"),
                    Files.input("files/cloud_ascii.pcd"),
                    Files.input("files/cloud.las"));
        }

        @Override
        protected Map<String, Object> config() {
            return Map.of("preset", "s3dis", "num_points", 100, "group_size", 8, "keep_points", 0);
        }
    }
}
