package io.metatransformer.core.fit;

import io.metatransformer.api.Features;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Examples to what a head needs of their features, by way of what was kept. */
public final class Digests {
    /** Enough to fill the encoder's batches, few enough to be written down soon. */
    private static final int CHUNK = 64;

    private final DigestStore store;
    private final Encoder encoder;
    private final Function<Features, Tensor> digest;
    private int reused;

    /** Encodes the items of examples, in order; refuses with the name of the first one that fails. */
    @FunctionalInterface
    public interface Encoder {
        List<Features> encode(List<Example> examples);
    }

    Digests(DigestStore store, Encoder encoder, Function<Features, Tensor> digest) {
        this.store = store;
        this.encoder = encoder;
        this.digest = digest;
    }

    /** How many examples were there already, or are made of the same as another one. */
    int reused() {
        return reused;
    }

    /** @param done examples of earlier calls, for the progress, out of {@code total} */
    List<Tensor> of(List<Example> examples, int done, int total, Progress progress) {
        Tensor[] found = new Tensor[examples.size()];
        for (int from = 0; from < examples.size(); from += CHUNK) {
            int to = Math.min(examples.size(), from + CHUNK);
            fill(examples, from, to, found);
            store.flush();
            progress.report("features", done + to, total);
        }
        return List.of(found);
    }

    private void fill(List<Example> examples, int from, int to, Tensor[] found) {
        List<Example> missing = new ArrayList<>();
        List<Optional<String>> keys = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        int[] places = new int[to - from]; // in missing, or -1
        for (int i = from; i < to; i++) {
            Item item = examples.get(i).item();
            Optional<String> key = ContentKey.of(item);
            Optional<Tensor> kept = key.flatMap(store::get);
            places[i - from] = -1;
            if (kept.isPresent()) {
                found[i] = kept.get();
                reused++;
            } else if (key.isPresent() && known.containsKey(key.get())) {
                places[i - from] = known.get(key.get());
                reused++;
            } else {
                places[i - from] = missing.size();
                key.ifPresent(each -> known.put(each, missing.size()));
                missing.add(examples.get(i));
                keys.add(key);
            }
        }
        List<Tensor> made = missing.isEmpty() ? List.of() : made(missing, keys);
        for (int i = from; i < to; i++) {
            if (places[i - from] >= 0) {
                found[i] = made.get(places[i - from]);
            }
        }
    }

    private List<Tensor> made(List<Example> missing, List<Optional<String>> keys) {
        List<Features> features = encoder.encode(missing);
        List<Tensor> made = new ArrayList<>();
        for (int m = 0; m < missing.size(); m++) {
            Tensor each = digest.apply(features.get(m));
            keys.get(m).ifPresent(key -> store.put(key, each));
            made.add(each);
        }
        return made;
    }
}
