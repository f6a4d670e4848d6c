package io.metatransformer.api.wire;

import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/** Batches of every kind of layout, origin and length, the same for the same seed. */
final class RandomBatches {
    private static final String[] TEXTS = {
        "", "a", "width", "cat.png", "ünï çödé 😀", "line\nbreak", "x".repeat(300)
    };

    private final SplitMix64 random;

    RandomBatches(long seed) {
        random = new SplitMix64(seed);
    }

    List<TokenSequence> tokens() {
        int width = 1 + below(9);
        List<TokenSequence> batch = new ArrayList<>();
        for (int i = below(4); i >= 0; i--) {
            List<Segment> segments = new ArrayList<>();
            int rows = 0;
            for (int j = below(3); j >= 0; j--) {
                Segment segment = segment(rows);
                rows = segment.end();
                segments.add(segment);
            }
            TokenSequence plain = TokenSequence.of(tensor(rows, width), segments);
            batch.add(below(2) == 0 ? plain : plain.withPositions(tensor(rows, width)));
        }
        return batch;
    }

    List<Features> features() {
        return tokens().stream().map(t -> Features.of(t.tokens(), t.segments())).toList();
    }

    private Segment segment(int start) {
        Layout layout =
                switch (below(6)) {
                    case 0 -> new Layout.Grid(1 + below(5), 1 + below(5));
                    case 1 -> new Layout.Volume(1 + below(3), 1 + below(3), 1 + below(3));
                    case 2 -> new Layout.Points(tensor(1 + below(6), 3));
                    case 3 -> new Layout.Series(1 + below(300));
                    case 4 -> new Layout.Rows(1 + below(30));
                    default -> new Layout.Set(1 + below(30));
                };
        Origin origin = Origin.named(text());
        for (int i = below(4); i > 0; i--) {
            origin = origin.with(text() + i, text());
        }
        for (int i = below(3); i > 0; i--) {
            origin = origin.with(text() + i, array());
        }
        Modality modality = Modality.REFERENCE.get(below(Modality.REFERENCE.size()));
        return new Segment(modality, start, below(3), layout, origin);
    }

    private Tensor array() {
        return switch (below(4)) {
            case 0 -> tensor();
            case 1 -> tensor(below(5));
            case 2 -> tensor(below(300), 2);
            default -> tensor(2, 1, 3);
        };
    }

    /** Any bits: NaN, infinities and subnormal numbers among them. */
    Tensor tensor(int... shape) {
        int elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = Float.intBitsToFloat((int) random.nextLong());
        }
        return Tensor.of(values, shape);
    }

    private String text() {
        return TEXTS[below(TEXTS.length)];
    }

    int below(int bound) {
        return (int) (random.nextDouble() * bound);
    }
}
