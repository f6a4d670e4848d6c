package io.metatransformer.server.infer;

import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.server.json.JsonReader;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.util.Optional;

/**
 * One item of a question.
 *
 * @param id that its sender gave it, to be echoed
 * @param pointer to it in the request, such as {@code /inputs/3}
 * @param modality that was named or follows from its form; {@link Item#AUTO} if its content decides
 */
public record Ask(Item item, Optional<String> id, String pointer, Modality modality) {

    /**
     * This item, for the tokenizer of a modality that its path names.
     *
     * @throws Refusal if the item itself names another
     */
    Ask as(Modality fixed) {
        if (!modality.equals(fixed) && !modality.equals(Item.AUTO)) {
            throw new Refusal(
                    Problem.of(
                                    ProblemType.INVALID_REQUEST,
                                    "the path asks for modality '" + fixed + "'")
                            .at(pointer, JsonReader.index(pointer)));
        }
        Item same =
                item instanceof Item.Raw raw && modality.equals(Item.AUTO)
                        ? Item.of(raw.inputs().stream().map(input -> input.as(fixed)).toList())
                        : item;
        return new Ask(same, id, pointer, fixed);
    }
}
