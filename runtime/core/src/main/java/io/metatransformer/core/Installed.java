package io.metatransformer.core;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Head;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.plugin.Catalogue;
import io.metatransformer.core.plugin.Offer;
import io.metatransformer.core.plugin.Plugins;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds services by name among the installed plugins, and the modality of bytes that carry no name. */
final class Installed {
    /** First bytes by which a tokenizer recognises its formats. */
    private static final int HEAD_BYTES = 512;

    private final Plugins plugins;
    private final Optional<String> encoder;

    @Inject
    Installed(Plugins plugins, ModelSettings settings) {
        this.plugins = plugins;
        this.encoder = settings.encoder();
    }

    Catalogue now() {
        return plugins.catalogue();
    }

    Offer<Tokenizer> tokenizer(Modality modality) {
        Catalogue now = now();
        Offer<Tokenizer> offer = now.tokenizers().get(modality);
        if (offer == null) {
            throw Refusals.unknownModality(modality, now.tokenizers().keySet());
        }
        return offer;
    }

    Offer<Head> head(String service) {
        Catalogue now = now();
        Offer<Head> offer = now.heads().get(service);
        if (offer == null) {
            throw Refusals.unknownHead(service, now.heads().keySet());
        }
        return offer;
    }

    /** Name of the service that runs encoders. */
    String encoderName() {
        Catalogue now = now();
        if (encoder.isPresent()) {
            if (!now.encoders().containsKey(encoder.get())) {
                throw Refusals.unknownEncoder(encoder.get(), now.encoders().keySet());
            }
            return encoder.get();
        }
        if (now.encoders().size() != 1) {
            throw new MetaTransformerException(
                    ErrorCode.UNKNOWN_ENCODER,
                    now.encoders().isEmpty()
                            ? "no encoder is installed"
                            : "several encoders are installed ("
                                    + String.join(", ", now.encoders().keySet())
                                    + "): the configuration must choose one");
        }
        return now.encoders().keySet().iterator().next();
    }

    Offer<Encoder> encoder() {
        return now().encoders().get(encoderName());
    }

    /**
     * The one modality whose tokenizer recognises the input by its first bytes; where none or several do, the
     * media type that the sender declared decides.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED_FORMAT} if that leaves none or
     *     several
     */
    Modality recognise(Input input) {
        Catalogue now = now();
        List<Modality> byContent = new ArrayList<>();
        List<Modality> byMediaType = new ArrayList<>();
        ByteBuffer head =
                input.tensor().isPresent() ? ByteBuffer.allocate(0) : input.head(HEAD_BYTES);
        Optional<String> declared = input.mediaType().map(Installed::withoutParameters);
        now.tokenizers()
                .forEach(
                        (modality, offer) -> {
                            if (head.hasRemaining()
                                    && ask(offer, t -> t.recognises(head.duplicate()))) {
                                byContent.add(modality);
                            }
                            if (declared.isPresent()
                                    && ask(offer, t -> t.mediaTypes().contains(declared.get()))) {
                                byMediaType.add(modality);
                            }
                        });
        List<Modality> candidates = byContent.isEmpty() ? byMediaType : byContent;
        if (candidates.size() > 1 && declared.isPresent()) {
            List<Modality> both = new ArrayList<>(candidates);
            both.retainAll(byMediaType);
            candidates = both.size() == 1 ? both : candidates;
        }
        if (candidates.size() != 1) {
            throw notRecognised(input, candidates, now);
        }
        return candidates.get(0);
    }

    private interface Question {
        boolean ask(Tokenizer tokenizer);
    }

    private static boolean ask(Offer<Tokenizer> offer, Question question) {
        Optional<Lease<Tokenizer>> lease = offer.lease();
        if (lease.isEmpty()) {
            return false;
        }
        try (Lease<Tokenizer> tokenizer = lease.get()) {
            return offer.guard().call("recognising", () -> question.ask(tokenizer.get()));
        }
    }

    private static String withoutParameters(String mediaType) {
        return mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static MetaTransformerException notRecognised(
            Input input, List<Modality> candidates, Catalogue now) {
        String choice =
                candidates.isEmpty()
                        ? "no installed tokenizer recognises its first bytes; name the modality, one of "
                                + now.tokenizers().keySet()
                        : "several tokenizers recognise its first bytes; name the modality, one of "
                                + candidates;
        return new MetaTransformerException(
                ErrorCode.UNSUPPORTED_FORMAT, input.name() + ": " + choice);
    }
}
