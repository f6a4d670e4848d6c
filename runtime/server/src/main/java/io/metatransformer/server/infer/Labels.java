package io.metatransformer.server.infer;

import io.metatransformer.api.Segment;
import io.metatransformer.core.Reply;
import java.util.Set;
import java.util.stream.Collectors;

/** Words for metrics, from closed sets: what was answered has an installed modality and a known model. */
public final class Labels {
    private Labels() {}

    /** The one modality of all answers, {@code mixed}, or {@code none}. */
    public static String modality(Reply<?> reply) {
        Set<String> ids =
                reply.answers().stream()
                        .flatMap(answer -> answer.segments().stream())
                        .map(Segment::modality)
                        .map(String::valueOf)
                        .collect(Collectors.toSet());
        return switch (ids.size()) {
            case 0 -> "none";
            case 1 -> ids.iterator().next();
            default -> "mixed";
        };
    }
}
