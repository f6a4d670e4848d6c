package io.metatransformer.core.batch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Encodes one batch and gives every item its own result: what is wrong with one does not hurt another. */
final class BatchRun {
    private final String model;
    private final Batcher.Encoding encoding;
    private final BatchListener listener;

    BatchRun(String model, Batcher.Encoding encoding, BatchListener listener) {
        this.model = model;
        this.encoding = encoding;
        this.listener = listener;
    }

    void run(List<Entry> batch) {
        List<Entry> inTime = new ArrayList<>(batch);
        inTime.removeIf(this::refuseIfLate);
        if (!inTime.isEmpty()) {
            encode(inTime);
        }
    }

    private boolean refuseIfLate(Entry entry) {
        boolean late = entry.isLate();
        if (late) {
            listener.expired(model, 1);
            entry.refuse(
                    new MetaTransformerException(
                            ErrorCode.DEADLINE_EXCEEDED,
                            "the deadline passed while the item waited for the encoder"));
        }
        return late;
    }

    private void encode(List<Entry> batch) {
        List<TokenSequence> sequences = batch.stream().map(Entry::tokens).toList();
        long start = System.nanoTime();
        List<Features> features;
        try {
            features = encoding.encode(sequences);
            requireOnePerItem(sequences, features);
        } catch (RuntimeException | Error e) {
            refuse(batch, e);
            return;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        listener.encoded(report(batch, time));
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            entry.complete(new Encoded(features.get(i), entry.waited(start), time, batch.size()));
        }
    }

    /** A fault of the machine hits all alike; any other may be one item's, so each is tried alone. */
    private void refuse(List<Entry> batch, Throwable failure) {
        boolean machine =
                failure instanceof MetaTransformerException refusal
                        && refusal.code().turn() == ErrorCode.Turn.MACHINE;
        if (batch.size() == 1 || machine || failure instanceof Error) {
            batch.forEach(entry -> entry.refuse(failure));
        } else {
            batch.forEach(entry -> run(List.of(entry)));
        }
    }

    private static void requireOnePerItem(List<TokenSequence> sequences, List<Features> features) {
        if (features.size() != sequences.size()) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR,
                    "the encoder gave "
                            + features.size()
                            + " results for "
                            + sequences.size()
                            + " sequences");
        }
        for (int i = 0; i < sequences.size(); i++) {
            if (features.get(i).length() != sequences.get(i).length()) {
                throw new MetaTransformerException(
                        ErrorCode.PLUGIN_ERROR,
                        "the encoder gave "
                                + features.get(i).length()
                                + " rows for a sequence of "
                                + sequences.get(i).length());
            }
        }
    }

    private BatchListener.Batch report(List<Entry> batch, Duration time) {
        int tokens = batch.stream().mapToInt(Entry::length).sum();
        int longest = batch.stream().mapToInt(Entry::length).max().orElseThrow();
        return new BatchListener.Batch(model, batch.size(), tokens, longest * batch.size(), time);
    }
}
