package org.example.morse;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Looks every letter up in a table {@code [64, D]}. */
final class MorseSession implements TokenizerSession {
    private static final int MAX_BYTES = 65_536;
    private static final int MAX_LETTERS = 1_024;
    private static final int MAX_SIGNALS = 5;

    private final Lifetime lifetime;
    private final Options options;
    private final Tensor table;

    MorseSession(String name, Options options, Tensor table) {
        this.lifetime = new Lifetime(name);
        this.options = options;
        this.table = table;
    }

    @Override
    public int width() {
        return table.size(1);
    }

    @Override
    public int maxTokens() {
        return MAX_LETTERS;
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(
                () -> {
                    options.withRequest(input.options()); // refuses what is no option
                    return tokens(input.name(), letters(input));
                });
    }

    private TokenSequence tokens(String name, List<String> letters) {
        FloatBuffer tokens = Tensor.allocate(letters.size() * width());
        for (String letter : letters) {
            tokens.put(table.data().slice(row(letter) * width(), width()));
        }
        return TokenSequence.of(
                Tensor.of(tokens.flip(), letters.size(), width()),
                MorseTokenizer.MORSE,
                0,
                new Layout.Series(letters.size()),
                Origin.named(name));
    }

    private static int row(String letter) {
        int row = 1;
        for (char signal : letter.toCharArray()) {
            row = 2 * row + (signal == '-' ? 1 : 0);
        }
        return row;
    }

    private static List<String> letters(Input input) {
        String code = StandardCharsets.ISO_8859_1.decode(input.bytes(MAX_BYTES)).toString();
        if (!code.matches("[-./\\s]*")) {
            throw refusal(
                    input,
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "Morse code is . and -, with blanks or / between letters");
        }
        List<String> letters =
                Stream.of(code.split("[/\\s]+")).filter(word -> !word.isEmpty()).toList();
        if (letters.isEmpty()) {
            throw refusal(input, ErrorCode.EMPTY_INPUT, "there is no letter");
        }
        if (letters.size() > MAX_LETTERS) {
            throw refusal(
                    input,
                    ErrorCode.LIMIT_EXCEEDED,
                    letters.size() + " letters; at most " + MAX_LETTERS + " are read");
        }
        for (String letter : letters) {
            if (letter.length() > MAX_SIGNALS) {
                throw refusal(
                        input,
                        ErrorCode.MALFORMED,
                        "a letter has one to five signals, got " + Quoted.of(letter));
            }
        }
        return letters;
    }

    private static MetaTransformerException refusal(Input input, ErrorCode code, String message) {
        return new MetaTransformerException(code, input.name() + ": " + message);
    }

    @Override
    public void close() {
        lifetime.end(() -> {});
    }
}
