package io.metatransformer.core.fit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Prediction.Neighbours;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of a search, by the protocol of person re-identification (Market-1501, ICCV 2015): items of the
 * query's identity <em>and</em> camera do not count, neither does the query itself; queries of which the gallery
 * has no other item are left out. mINP is that of arXiv 2001.04193. Keeps a few numbers per query, not its
 * answer.
 */
final class RetrievalMetrics {
    /** An item of a query's id whose cosine is not below this is the query itself, not a namesake. */
    private static final double ITSELF = 1 - 1e-4;

    private final List<Ranks> measured = new ArrayList<>();
    private int unmatched;

    /**
     * Where one query's matches stand.
     *
     * @param precision mean over the matches of the share of matches up to each
     * @param first rank of the best match, from 1
     * @param last rank of the worst
     */
    private record Ranks(double precision, int matches, int first, int last) {}

    /**
     * @param answer every item of the gallery
     * @param query whom it shows, and from which camera
     */
    void add(Neighbours answer, Target.Item query) {
        String identity =
                query.label()
                        .orElseThrow(
                                () ->
                                        new MetaTransformerException(
                                                ErrorCode.SCHEMA_MISMATCH,
                                                "a query without a label cannot be measured"));
        int rank = 0;
        int matches = 0;
        int first = 0;
        int last = 0;
        double precisions = 0;
        for (Neighbour neighbour : answer.neighbours()) {
            if (isLeftOut(neighbour, query)) {
                continue;
            }
            rank++;
            if (neighbour.label().filter(identity::equals).isPresent()) {
                matches++;
                precisions += (double) matches / rank;
                first = first == 0 ? rank : first;
                last = rank;
            }
        }
        if (matches == 0) {
            unmatched++;
        } else {
            measured.add(new Ranks(precisions / matches, matches, first, last));
        }
    }

    private static boolean isLeftOut(Neighbour neighbour, Target.Item query) {
        boolean sameCamera =
                query.camera().isPresent() && query.camera().equals(neighbour.camera());
        return sameCamera && query.label().equals(neighbour.label())
                || neighbour.id().equals(query.id()) && neighbour.similarity() >= ITSELF;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} if no query has a match
     */
    Evaluation evaluation() {
        if (measured.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "the gallery has no other item of the label of any of the "
                            + unmatched
                            + " queries, so nothing can be measured");
        }
        double precision = mean(Ranks::precision);
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("mean_average_precision", precision);
        metrics.put(
                "mean_inverse_negative_penalty",
                mean(each -> (double) each.matches() / each.last()));
        for (int k : new int[] {1, 5, 10}) {
            metrics.put("rank_" + k, among(k));
        }
        if (unmatched > 0) {
            metrics.put("without_match", (double) unmatched / (unmatched + measured.size()));
        }
        double[] precisions = measured.stream().mapToDouble(Ranks::precision).toArray();
        return new Evaluation(
                measured.size(),
                1 - precision,
                precision,
                metrics,
                Map.of(
                        "mean_average_precision",
                        Intervals.ofMean(precisions),
                        "rank_1",
                        Intervals.ofShare(metrics.get("rank_1"), measured.size())),
                Optional.empty());
    }

    /** Share of queries with a match among the first k: CMC. */
    double among(int k) {
        return mean(each -> each.first() <= k ? 1 : 0);
    }

    private double mean(ToDoubleFunction<Ranks> value) {
        return measured.stream().mapToDouble(value).average().orElseThrow();
    }
}
