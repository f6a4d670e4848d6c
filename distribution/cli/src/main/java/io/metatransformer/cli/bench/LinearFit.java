package io.metatransformer.cli.bench;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.cli.importing.ExportedEncoder;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fit of a linear head to features that are there already, as those of a released encoder would be kept: what
 * training costs by itself.
 */
public final class LinearFit {
    public static final int EXAMPLES = 10_000;
    public static final int WIDTH = 768;

    private static final int LABELS = 10;
    private static final String MODEL = "linear";
    private static final long SEED = 1;

    private LinearFit() {}

    /**
     * @param processor time that all processors have spent on this process; absent where the system does not say
     * @param heap most bytes that the Java heap held at any time
     * @param resident most bytes that the process held in RAM; absent where the system does not say
     */
    public record Outcome(
            FitReport report, Optional<Duration> processor, long heap, OptionalLong resident) {}

    /**
     * @param mt over the folder of models, to which one is added
     */
    public static Outcome run(MetaTransformer mt, Path models) {
        EncoderConfig config = EncoderConfig.plain(WIDTH, 1, 12);
        try (ExportedEncoder encoder =
                ExportedEncoder.write(config, new DrawnWeights(config), models, Progress.NONE)) {
            mt.write(encoder.draft(MODEL, new WeightOrigin.Random(SEED)), Progress.NONE);
        }
        FitPlan plan =
                FitPlan.of("classification", "linear", examples())
                        .withModel(MODEL)
                        .withRandomWeightsAllowed();
        FitReport report = mt.fit(plan, Progress.NONE);
        long heap =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(peak -> peak.getUsed())
                        .sum();
        return new Outcome(
                report, ProcessHandle.current().info().totalCpuDuration(), heap, Resident.peak());
    }

    /** Ten clouds that overlap, around places drawn at random. */
    private static List<Example> examples() {
        SplitMix64 random = new SplitMix64(SEED);
        float[][] middles = new float[LABELS][WIDTH];
        for (float[] middle : middles) {
            for (int d = 0; d < WIDTH; d++) {
                middle[d] = 0.1f * (float) normal(random);
            }
        }
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            FloatBuffer values = Tensor.allocate(WIDTH);
            for (int d = 0; d < WIDTH; d++) {
                values.put(middles[i % LABELS][d] + (float) normal(random));
            }
            Target target = new Target.Label("label " + i % LABELS);
            examples.add(new Example("example " + i, Item.of(features(values.flip())), target));
        }
        return examples;
    }

    private static Features features(FloatBuffer values) {
        TokenSequence like =
                TokenSequence.of(
                        Tensor.of(values, 1, WIDTH),
                        Modality.of("bench"),
                        0,
                        new Layout.Series(1),
                        Origin.named("bench"));
        List<Segment> segments = like.segments();
        return Features.of(like.tokens(), segments);
    }

    /** Of mean 0 and deviation 1: Box and Muller, Annals of Mathematical Statistics 29, 1958. */
    private static double normal(SplitMix64 random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
