package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads signals of accelerometer and gyroscope. Found by {@link java.util.ServiceLoader}. */
public final class ImuTokenizer implements Tokenizer {

    @Override
    public Modality modality() {
        return Modality.IMU;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/csv", "application/x-npy");
    }

    /** By the names in the first line of a table; an array says nothing of what its numbers are. */
    @Override
    public boolean recognises(ByteBuffer head) {
        String text = StandardCharsets.UTF_8.decode(head.duplicate()).toString();
        List<String> names = List.of(text.lines().findFirst().orElse("").split("[,;\t]"));
        try {
            for (Column column : Column.values()) {
                column.find("head", names);
            }
            return true;
        } catch (MetaTransformerException noSuchColumn) {
            return false;
        }
    }

    @Override
    public List<Option> options() {
        return ImuOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return ImuWeights.specs(options, width);
    }

    /** From a forecaster that the reference trained ({@code enc_embedding.*}), or from OneLLM ({@code llma.*}). */
    @Override
    public Weights adopt(Weights checkpoint) {
        return ImuWeights.adopt(checkpoint);
    }

    /** OneLLM's tensors are for its own embedding, and their positions for windows of one length. */
    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return ImuWeights.configure(adopted);
    }

    /** Mean and standard deviation of every channel of a recording, gaps filled if options allow it. */
    @Override
    public Map<String, Object> learn(Input training, Options options) {
        ImuSignal signal = new ImuReader(options).read(training);
        double[] filled =
                MissingValues.fill(
                        training.name(), options.text("missing"), signal.values(), Column.names());
        return Scaling.learned(filled, Column.COUNT);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(options());
        String embedding = options.text("embedding");
        if (embedding.equals("data2seq") && part.width() % 2 != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    part.name()
                            + ": sinusoids need an even width, the encoder's is "
                            + part.width());
        }
        part.weights().require(part.name(), weights(options, part.width()));
        return new ImuSession(
                part,
                options,
                switch (embedding) {
                    case "conv10" -> new ConvolutionEmbedding(part);
                    case "patch" -> new PatchEmbedding(part, options);
                    default -> new SampleEmbedding(part);
                });
    }
}
