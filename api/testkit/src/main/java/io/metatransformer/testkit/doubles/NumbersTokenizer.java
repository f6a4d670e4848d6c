package io.metatransformer.testkit.doubles;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A double: reads text of the form {@code #numbers 1 2.5 -3}, or a tensor {@code [N]}, and makes one token
 * per number: {@code number · scale · proj.weight + proj.bias}. With {@code cls_token} among the weights,
 * that vector stands before them as a special token.
 *
 * <p>Options: {@code max_tokens} of the model; of a request {@code scale}, and {@code position}: where it is not 0,
 * every value of the positions is that number.
 */
public final class NumbersTokenizer implements TrainableTokenizer {
    /** What {@link #NumbersTokenizer()} reads. */
    public static final Modality NUMBERS = Modality.of("numbers");

    static final String MAGIC = "#numbers";

    private final Modality modality;

    /** Reads {@link #NUMBERS}. */
    public NumbersTokenizer() {
        this(NUMBERS);
    }

    /** Reads the same format as another modality: for tests of several side by side. */
    public NumbersTokenizer(Modality modality) {
        this.modality = modality;
    }

    /** An input that this tokenizer reads, as encoded bytes. */
    public static Input input(double... numbers) {
        StringBuilder text = new StringBuilder(MAGIC);
        for (double number : numbers) {
            text.append(' ').append(number);
        }
        return Input.of(NUMBERS, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** A part whose token for 1 is {@code proj}, without bias and special token. */
    public static ModelPart part(float... proj) {
        Weights weights = Weights.of(Map.of("proj.weight", Tensor.of(proj, proj.length)));
        return ModelPart.of("test/tokenizers/numbers", proj.length, Map.of(), weights);
    }

    @Override
    public Modality modality() {
        return modality;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/x-numbers");
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        ByteBuffer magic = StandardCharsets.US_ASCII.encode(MAGIC);
        return head.remaining() >= magic.remaining()
                && head.slice(head.position(), magic.remaining()).equals(magic);
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.integer("max_tokens", 64, 1, 4096, "", "Most tokens of one input"),
                Option.number("scale", 1, -1e6, 1e6, "", "Factor of every number")
                        .settablePerRequest(),
                Option.number("position", 0, -1e6, 1e6, "", "Of every token; 0: it has none")
                        .settablePerRequest());
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of(
                WeightSpec.required("proj.weight", new WeightSpec.Uniform(1), width),
                WeightSpec.optional("proj.bias", width),
                WeightSpec.optional("cls_token", width));
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return session(part);
    }

    private NumbersSession session(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new NumbersSession(modality, part, options);
    }

    /** Plain descent: rules are not looked at. */
    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        return new NumbersTraining(session(start), start.weights());
    }

    static float[] parse(String name, ByteBuffer bytes) {
        String text = StandardCharsets.US_ASCII.decode(bytes).toString();
        if (!text.startsWith(MAGIC)) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED_FORMAT, name + ": must start with " + MAGIC);
        }
        String body = text.substring(MAGIC.length()).strip();
        if (body.isEmpty()) {
            throw new MetaTransformerException(ErrorCode.EMPTY_INPUT, name + ": no numbers");
        }
        String[] words = body.split("\\s+");
        float[] numbers = new float[words.length];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Float.parseFloat(words[i]);
            } catch (NumberFormatException e) {
                throw new MetaTransformerException(
                        ErrorCode.MALFORMED,
                        name + ": " + Quoted.of(words[i]) + " is not a number",
                        e);
            }
        }
        return numbers;
    }
}
