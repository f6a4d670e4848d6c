package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.JsonInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hugging Face's {@code tokenizer.json} of a CLIP model: its symbols, ids and merges. Text is cleaned and cut as
 * CLIP does all the same, whatever the file says of that.
 */
final class TokenizerJson {
    private TokenizerJson() {}

    /**
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED} for another kind of vocabulary, {@link
     *     ErrorCode#MALFORMED} for one that is broken or has another size
     */
    static Vocabulary read(String name, ByteBuffer bytes, int size) {
        Object document;
        try (JsonInput json = JsonInput.open(name, bytes)) {
            json.next();
            document = json.value();
            json.expectEnd();
        }
        if (!(member(document, "model") instanceof Map<?, ?> model)) {
            throw VocabularyFile.malformed(name, "a tokenizer.json has an object 'model'");
        }
        if (!"BPE".equals(model.get("type"))
                || !ByteAlphabet.END_OF_WORD.equals(model.get("end_of_word_suffix"))) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    "vocabulary "
                            + Quoted.of(name)
                            + ": read is byte-pair encoding (type BPE) with end_of_word_suffix '</w>', as"
                            + " CLIP has it");
        }
        Map<String, Integer> ids = ids(name, model.get("vocab"), size);
        addSpecial(name, document, ids, size);
        if (ids.size() != size) {
            throw VocabularyFile.malformed(
                    name, ids.size() + " symbols, the model has rows for " + size);
        }
        try {
            return Vocabulary.of(ids, size, merges(name, model.get("merges")));
        } catch (IllegalArgumentException unknown) {
            throw VocabularyFile.malformed(
                    name, "there is no id for " + Quoted.of(unknown.getMessage()));
        }
    }

    private static Object member(Object object, String name) {
        return object instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static Map<String, Integer> ids(String name, Object vocab, int size) {
        if (!(vocab instanceof Map<?, ?> symbols)) {
            throw VocabularyFile.malformed(name, "model.vocab is an object of symbols and ids");
        }
        Map<String, Integer> ids = new HashMap<>(2 * symbols.size());
        symbols.forEach((symbol, id) -> ids.put((String) symbol, id(name, id, size)));
        return ids;
    }

    /** Start and end stand beside the vocabulary in some files. */
    private static void addSpecial(
            String name, Object document, Map<String, Integer> ids, int size) {
        if (member(document, "added_tokens") instanceof List<?> added) {
            for (Object each : added) {
                if (member(each, "content") instanceof String content) {
                    ids.putIfAbsent(content, id(name, member(each, "id"), size));
                }
            }
        }
    }

    private static int id(String name, Object id, int size) {
        if (id instanceof Double number
                && number == Math.rint(number)
                && number >= 0
                && number < size) {
            return number.intValue();
        }
        throw VocabularyFile.malformed(name, "ids are whole numbers from 0 to " + (size - 1));
    }

    private static List<Vocabulary.Merge> merges(String name, Object listed) {
        List<Vocabulary.Merge> merges = new ArrayList<>();
        if (listed instanceof List<?> list) {
            for (Object each : list) {
                merges.add(merge(name, each));
            }
        }
        if (merges.isEmpty()) {
            throw VocabularyFile.malformed(name, "model.merges is a list of pairs of symbols");
        }
        return merges;
    }

    /** {@code "a b"} in older files, {@code ["a", "b"]} in newer ones. */
    private static Vocabulary.Merge merge(String name, Object listed) {
        List<?> parts = listed instanceof String text ? List.of(text.split(" ", -1)) : List.of();
        if (listed instanceof List<?> list) {
            parts = list;
        }
        if (parts.size() == 2
                && parts.get(0) instanceof String left
                && parts.get(1) instanceof String right
                && !left.isEmpty()
                && !right.isEmpty()) {
            return new Vocabulary.Merge(left, right);
        }
        throw VocabularyFile.malformed(name, "model.merges is a list of pairs of symbols");
    }
}
