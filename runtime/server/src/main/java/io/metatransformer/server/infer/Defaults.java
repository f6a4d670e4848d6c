package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What all lines of a stream have in common.
 *
 * @param question everything but its items
 * @param modality of items that name none
 */
public record Defaults(Limits limits, Question question, Optional<Modality> modality) {
    private static final int PREFIX = 64;
    private static final Pattern FORM = Pattern.compile("\\s*\\{\\s*\"defaults\"\\s*:");

    /** Whether a line says what others have in common, rather than being an item. */
    public static boolean isDefaults(byte[] line) {
        int length = Math.min(line.length, PREFIX);
        return FORM.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1)).lookingAt();
    }

    /**
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST} that points to what is wrong
     */
    public static Defaults read(byte[] line, Limits limits) {
        return new QuestionReader(limits, Parts.NONE, Optional.empty()).defaults(line);
    }

    /** Nothing is said. */
    public static Defaults none(Limits limits) {
        return read("{\"defaults\":{}}".getBytes(StandardCharsets.US_ASCII), limits);
    }

    /**
     * The question of one line.
     *
     * @throws Refusal with {@link ProblemType#INVALID_REQUEST}; pointers lead into the line
     */
    public Question ask(byte[] line) {
        InputReader inputs = new InputReader(limits, Parts.NONE);
        Draft draft = JsonReader.read(line, limits, inputs::read);
        return question.asking(List.of(draft.ask(modality)));
    }
}
