package io.metatransformer.testkit.doubles;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

final class NumbersSession implements TokenizerSession {
    private static final int MAX_BYTES = 1 << 16;

    private final Modality modality;
    private final int width;
    private final Options options;
    private final float[] weight;
    private final float[] bias;
    private final Optional<Tensor> special;
    private final Lifetime lifetime;

    NumbersSession(Modality modality, ModelPart part, Options options) {
        this.modality = modality;
        this.width = part.width();
        this.options = options;
        this.weight = part.weights().get("proj.weight").toArray();
        this.bias = part.weights().find("proj.bias").map(Tensor::toArray).orElse(new float[width]);
        this.special = part.weights().find("cls_token");
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer("max_tokens");
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        Options chosen = options.withRequest(input.options());
        float[] numbers = numbers(input);
        int specials = special.isPresent() ? 1 : 0;
        int length = specials + numbers.length;
        if (length > maxTokens()) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name() + ": " + length + " tokens, at most " + maxTokens() + " are read");
        }
        FloatBuffer tokens = Tensor.allocate(length * width);
        special.ifPresent(token -> tokens.put(token.data()));
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE, input.name() + ": " + number + " among the numbers");
            }
            for (int d = 0; d < width; d++) {
                tokens.put(number * weight[d] + bias[d]);
            }
        }
        TokenSequence sequence =
                TokenSequence.of(
                        Tensor.of(tokens.flip(), length, width),
                        modality,
                        specials,
                        new Layout.Series(numbers.length),
                        Origin.named(input.name()));
        return positioned(sequence, (float) chosen.number("position"));
    }

    /** The numbers as a series of one channel, {@code number}. */
    @Override
    public Optional<Backdrop> backdrop(Input input, int side) {
        return lifetime.during(
                () -> {
                    float[] numbers = numbers(input);
                    Tensor values = Tensor.of(numbers, numbers.length, 1);
                    return Optional.of(new Backdrop.Series(values, List.of("number"), List.of()));
                });
    }

    /** As they are in the input, scaled. */
    float[] numbers(Input input) {
        float scale = (float) options.withRequest(input.options()).number("scale");
        float[] numbers =
                input.tensor()
                        .map(Tensor::toArray)
                        .orElseGet(
                                () -> NumbersTokenizer.parse(input.name(), input.bytes(MAX_BYTES)));
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= scale;
        }
        return numbers;
    }

    private TokenSequence positioned(TokenSequence sequence, float position) {
        if (position == 0) {
            return sequence;
        }
        float[] values = new float[sequence.length() * width];
        Arrays.fill(values, position);
        return sequence.withPositions(Tensor.of(values, sequence.length(), width));
    }

    /** A line of text: how many tokens there are. */
    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(
                () -> {
                    String caption = read(input).length() + " tokens";
                    String svg =
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"20\">"
                                    + "<text y=\"15\">%s</text></svg>";
                    return Optional.of(Preview.svg(svg.formatted(caption), caption));
                });
    }

    @Override
    public void close() {
        lifetime.end(() -> {});
    }
}
