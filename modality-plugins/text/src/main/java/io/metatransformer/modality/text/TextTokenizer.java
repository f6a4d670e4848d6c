package io.metatransformer.modality.text;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.api.TrainableTokenizer;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.TokenTraining;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads texts as CLIP does. Found by {@link java.util.ServiceLoader}. */
public final class TextTokenizer implements TrainableTokenizer {
    private static final List<Option> OPTIONS = TextOptions.declared();

    @Override
    public Modality modality() {
        return Modality.TEXT;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(
                "text/plain", "application/json", "application/jsonl", "application/x-ndjson");
    }

    /** Whether they are words and sentences: text has no signature, and much of what is text is of another format. */
    @Override
    public boolean recognises(ByteBuffer head) {
        return Prose.is(head);
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return TextWeights.specs(options, width);
    }

    /** The text tower of a CLIP model under the names of OpenAI, OpenCLIP or Hugging Face. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return AdoptedTower.of(checkpoint);
    }

    /** The sizes of the text tower; its activation and epsilon are those of the pictures' tower beside it. */
    @Override
    public Map<String, Object> configure(Weights adopted, Map<String, Object> encoder) {
        return AdoptedTower.options(adopted, encoder);
    }

    /** The tower of texts stands beside the encoder, which is that of pictures. */
    @Override
    public boolean feedsEncoder() {
        return false;
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return TextSession.open(part, checked(part));
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        TextReader reader =
                new TextReader(start.name(), options, TextSession.vocabulary(start, options));
        return TokenTraining.of(start, rules, name -> true, new TextLayers(start, options, reader));
    }

    private static Options checked(ModelPart part) {
        Options options = part.options(OPTIONS);
        part.weights().require(part.name(), TextWeights.specs(options, part.width()));
        return options;
    }
}
