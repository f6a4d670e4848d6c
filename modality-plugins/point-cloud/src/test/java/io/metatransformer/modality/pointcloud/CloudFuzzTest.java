package io.metatransformer.modality.pointcloud;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CloudFuzzTest {
    private static final List<byte[]> GOOD =
            Stream.concat(
                            Stream.of(
                                            "cloud_le.ply",
                                            "cloud_list_first.ply",
                                            "cloud_lzf.pcd",
                                            "cloud_binary.pcd",
                                            "cloud.las",
                                            "cloud_f32.npy")
                                    .map(file -> Files.bytes("files/" + file)),
                            Stream.of(
                                            "ply\nformat ascii 1.0\nelement vertex 2\n"
                                                    + "property double x\nproperty float y\n"
                                                    + "property int z\nproperty list uchar int i\n"
                                                    + "end_header\n0 1 2 1 5\n1 2 3 0\n",
                                            "# .PCD v.7\nVERSION .7\nFIELDS x y z rgb _\n"
                                                    + "SIZE 4 4 8 4 1\nTYPE F F F F U\n"
                                                    + "COUNT 1 1 1 1 3\nWIDTH 1\nHEIGHT 2\n"
                                                    + "VIEWPOINT 0 0 0 1 0 0 0\nPOINTS 2\n"
                                                    + "DATA ascii\n0 1 2 4.2e6 0 0 0\n"
                                                    + "0 nan 2 4.2e6 0 0 0\n",
                                            "OFF2 0 0 # two\n0 1 2\n1e3 -5 .5\n",
                                            "[[1, 2, 3], [4e1, -5, null]]",
                                            "1,2,3,4,5,6\r\n7 8 9 1 2 3\n",
                                            "x,Y,z,\"nx\",ny,nz\n1,2,3,0,0,1\n4,5,6,0,1,0\n")
                                    .map(text -> text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toList();

    @Test
    void broken_clouds_are_read_or_refused() {
        PointSettings settings =
                PointSettings.of(Files.options(Map.of("num_points", 16, "max_points", 100_000)));

        new Mutations(20_250_403, GOOD)
                .allAreReadOrRefused(
                        broken -> {
                            Input input = Input.of(Modality.POINT_CLOUD, broken);
                            Cloud cloud = new CloudReader(settings.options()).read(input);
                            PreparedCloud prepared =
                                    new CloudPreparation("fuzz", settings).prepare(cloud);
                            for (float value : prepared.xyz()) {
                                assertTrue(Float.isFinite(value), "a point that is no number");
                            }
                            CloudDrawing.of(cloud, prepared, settings);
                        });
    }
}
