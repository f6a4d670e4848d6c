package io.metatransformer.cli.demo;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Progress;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.Answer;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModalityInfo;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Request;
import io.metatransformer.core.Timing;
import io.metatransformer.core.model.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the sample of every installed modality to one model, each alone, and gathers what became of it. */
public final class Exhibition {
    /** The fastest of these is reported: the first ones pay for classes and native code that are still cold. */
    private static final int RUNS = 4;

    private final MetaTransformer mt;
    private final Manifest model;
    private final Samples samples;
    private final Map<String, Provenance.Part> parts = new TreeMap<>();
    private final List<MetaTransformerException> refusals = new ArrayList<>();

    public Exhibition(MetaTransformer mt, Manifest model, Samples samples) {
        this.mt = mt;
        this.model = model;
        this.samples = samples;
    }

    /**
     * @param version of this platform, for the page
     * @param progress told of each sample
     */
    public Report run(String version, Progress progress) {
        List<Modality> modalities = mt.modalities().stream().map(ModalityInfo::modality).toList();
        List<Exhibit> exhibits = new ArrayList<>();
        List<String> withoutSample = new ArrayList<>();
        for (int i = 0; i < modalities.size(); i++) {
            progress.report("samples", i, modalities.size());
            Modality modality = modalities.get(i);
            samples.of(modality)
                    .ifPresentOrElse(
                            sample -> exhibits.add(exhibit(sample)),
                            () -> withoutSample.add(modality.id()));
        }
        progress.report("samples", modalities.size(), modalities.size());
        Collection<Provenance.Part> used = parts.values();
        return new Report(
                model, exhibits, withoutSample, List.copyOf(used), version, Instant.now());
    }

    /** Why samples were refused, in order. */
    public List<MetaTransformerException> refusals() {
        return List.copyOf(refusals);
    }

    private Exhibit exhibit(Input sample) {
        Request request =
                Request.of(sample)
                        .withModel(model.name())
                        .withOptions(Map.of("pooling", "mean"))
                        .withRandomWeightsAllowed();
        Optional<Preview> preview =
                mt.preview(request.withOptions(Map.of())).answers().get(0).value().flatMap(p -> p);
        Reply<Prediction.Embedding> best = mt.embed(request);
        for (int run = 1; run < RUNS && best.refused() == 0; run++) {
            Reply<Prediction.Embedding> next = mt.embed(request);
            best = busy(next).compareTo(busy(best)) < 0 ? next : best;
        }
        Answer<Prediction.Embedding> answer = best.answers().get(0);
        answer.refusal().ifPresent(refusals::add);
        best.provenance().parts().forEach(part -> parts.put(part.kind() + part.name(), part));
        return new Exhibit(
                sample.modality().id(),
                sample.name(),
                size(sample),
                preview,
                outcome(best),
                answer.refusal().map(MetaTransformerException::toString));
    }

    private static long size(Input sample) {
        try {
            return Files.size(sample.path().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration busy(Reply<?> reply) {
        Timing timing = reply.answers().get(0).timing();
        return timing.tokenize().plus(timing.encode());
    }

    private static Optional<Exhibit.Outcome> outcome(Reply<Prediction.Embedding> reply) {
        Answer<Prediction.Embedding> answer = reply.answers().get(0);
        return answer.value()
                .map(
                        embedding ->
                                new Exhibit.Outcome(
                                        answer.segments().get(0),
                                        answer.timing().tokenize(),
                                        answer.timing().encode(),
                                        embedding.vectors().toArray(),
                                        embedding.space(),
                                        tokenizer(reply)));
    }

    private static Provenance.Part tokenizer(Reply<?> reply) {
        return reply.provenance().parts().stream()
                .filter(part -> part.kind() == Provenance.Kind.TOKENIZER)
                .findFirst()
                .orElseThrow();
    }
}
