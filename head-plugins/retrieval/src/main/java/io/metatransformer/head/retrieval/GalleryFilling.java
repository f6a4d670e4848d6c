package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fills a gallery: each step adds items, or replaces those whose ids are there already. Its loss is 0. */
final class GalleryFilling implements HeadTraining {
    /** Cosines of so many queries and items at once, 64 MiB. */
    private static final int MOST_COSINES = 1 << 24;

    private final String name;
    private final Embedder embedder;
    private final Map<String, Tensor> kept = new LinkedHashMap<>(); // norms, projection, scale
    private final Optional<String> space;
    private final Optional<Double> scale;
    private final Set<String> modalities = new TreeSet<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Target.Item> items = new ArrayList<>();
    private final List<float[]> rows = new ArrayList<>();
    private Search search; // of the gallery as it is now; null after a step

    /**
     * @param fixed every tensor that is no part of the gallery
     */
    GalleryFilling(ModelPart start, Weights fixed, Optional<Double> scale) {
        this.name = start.name();
        this.embedder = Embedder.of(name, fixed);
        this.space = RetrievalHead.space(start);
        this.scale = scale;
        fixed.names().stream().sorted().forEach(each -> kept.put(each, fixed.get(each)));
        if (start.weights().names().contains(Gallery.ROWS)) {
            add(Gallery.of(start.weights()));
        }
    }

    private void add(Gallery gallery) {
        FloatBuffer all = gallery.rows().data();
        for (Target.Item item : gallery.items()) {
            float[] row = new float[gallery.width()];
            all.get(row);
            put(item, row);
        }
        modalities.addAll(gallery.modalities());
    }

    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        forget();
        for (int i = 0; i < digests.size(); i++) {
            if (!(targets.get(i) instanceof Target.Item item)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name + " gathers items with ids, got " + targets.get(i));
            }
            Gathered gathered = Gathered.of(digests.get(i));
            requireComparable(gathered.modality());
            int pooled = gathered.vector().length;
            put(item, embedder.embedded(gathered.vector(), width(pooled)));
        }
        return 0;
    }

    private int width(int pooled) {
        return rows.isEmpty() ? embedder.width(pooled) : rows.get(0).length;
    }

    private void requireComparable(String modality) {
        modalities.add(modality);
        if (modalities.size() > 1 && space.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a gallery holds one modality, or several of a space that they share; these"
                            + " examples are of "
                            + String.join(", ", modalities));
        }
    }

    private void put(Target.Item item, float[] row) {
        Integer place = places.putIfAbsent(item.id(), items.size());
        if (place != null) {
            items.set(place, item);
            rows.set(place, row);
            return;
        }
        items.add(item);
        rows.add(row);
        if ((long) rows.size() * row.length > Integer.MAX_VALUE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a gallery holds at most "
                            + Integer.MAX_VALUE / row.length
                            + " items of "
                            + row.length
                            + " values; "
                            + Quoted.of(item.id())
                            + " is one more");
        }
    }

    /** With every item of the gallery. */
    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        if (search == null) {
            search = new Search(name, gallery());
        }
        int atOnce = Math.max(1, MOST_COSINES / search.size());
        List<Prediction> answers = new ArrayList<>();
        for (int from = 0; from < digests.size(); from += atOnce) {
            List<Tensor> some = digests.subList(from, Math.min(digests.size(), from + atOnce));
            float[] cosines = search.cosines(queries(some));
            for (int i = 0; i < some.size(); i++) {
                int at = i * search.size();
                answers.add(
                        new Prediction.Neighbours(
                                search.neighbours(cosines, at, search.size(), scale),
                                Optional.empty()));
            }
        }
        return answers;
    }

    private float[] queries(List<Tensor> digests) {
        int E = rows.get(0).length;
        float[] queries = new float[digests.size() * E];
        for (int i = 0; i < digests.size(); i++) {
            float[] vector = embedder.embedded(Gathered.of(digests.get(i)).vector(), E);
            System.arraycopy(vector, 0, queries, i * E, E);
        }
        return queries;
    }

    private Gallery gallery() {
        if (rows.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.EMPTY_INPUT, name + " has no item to search");
        }
        int E = rows.get(0).length;
        FloatBuffer all = Tensor.allocate(rows.size() * E);
        rows.forEach(all::put);
        return new Gallery(Tensor.of(all.flip(), rows.size(), E), items, modalities);
    }

    @Override
    public Weights weights() {
        Map<String, Tensor> all = new LinkedHashMap<>(kept);
        all.putAll(gallery().tensors());
        return Weights.of(all);
    }

    private void forget() {
        if (search != null) {
            search.close();
            search = null;
        }
    }

    @Override
    public void close() {
        forget();
    }
}
