package io.metatransformer.host;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.TokenSequence;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sends batches to hosts on the event bus, and waits for their answers. Holds nothing itself. */
final class EventBusSession implements EncoderSession {
    private static final String FINGERPRINT_FILE = "fingerprint";

    private final String name;
    private final BusCaller caller;
    private final int width;
    private final int maxTokens;
    private final Optional<String> fingerprint;
    private final Lifetime lifetime;

    private EventBusSession(
            String name, BusCaller caller, int width, int maxTokens, Optional<String> fingerprint) {
        this.name = name;
        this.caller = caller;
        this.width = width;
        this.maxTokens = maxTokens;
        this.fingerprint = fingerprint;
        this.lifetime = new Lifetime(name);
    }

    static EventBusSession open(ModelPart part, BusCaller caller) {
        JsonObject host = caller.describe();
        if (!(host.getValue("width") instanceof Integer width)
                || !(host.getValue("max_tokens") instanceof Integer maxTokens)) {
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    part.name() + ": the host does not say what it serves");
        }
        if (width != part.width()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_MODEL,
                    part.name()
                            + ": the host's encoder is "
                            + width
                            + " wide, the model "
                            + part.width());
        }
        Optional<String> own = part.folder().flatMap(folder -> fingerprint(part, folder));
        Object theirs = host.getValue("fingerprint");
        if (own.isPresent() && theirs != null && !own.get().equals(theirs)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_MODEL,
                    part.name() + ": the host serves other weights than this model has");
        }
        return new EventBusSession(part.name(), caller, width, maxTokens, own);
    }

    private static Optional<String> fingerprint(ModelPart part, Path folder) {
        Path file = folder.resolve(FINGERPRINT_FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, part.name() + ": its fingerprint cannot be read", e);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public List<Features> encode(List<TokenSequence> batch) {
        return lifetime.during(() -> ask(new TokenBatch(batch)));
    }

    private List<Features> ask(TokenBatch batch) {
        BatchCheck.check(name, batch.sequences(), width, maxTokens);
        List<Features> features = caller.encode(batch, fingerprint).features();
        if (features.size() != batch.sequences().size()) {
            throw new MetaTransformerException(
                    ErrorCode.INTERNAL,
                    name
                            + ": the host answered "
                            + features.size()
                            + " features for "
                            + batch.sequences().size()
                            + " sequences");
        }
        return features;
    }

    @Override
    public void close() {
        lifetime.end(() -> {});
    }
}
