package io.metatransformer.modality.graph;

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

/** Reads graphs of nodes and edges. Found by {@link java.util.ServiceLoader}. */
public final class GraphTokenizer implements TrainableTokenizer {

    @Override
    public Modality modality() {
        return Modality.GRAPH;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of(
                "application/json",
                "application/graphml+xml",
                "text/csv",
                "chemical/x-daylight-smiles");
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return GraphFile.recognises(head);
    }

    @Override
    public List<Option> options() {
        return GraphOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return GraphWeights.specs(options, width);
    }

    /** The graph features, and the norm after them, of a model that the reference trained. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return GraphWeights.adopt(checkpoint);
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        return new GraphSession(part, checked(part));
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = checked(start);
        return TokenTraining.of(start, rules, tensor -> true, new GraphLayers(start, options));
    }

    private static Options checked(ModelPart part) {
        Options options = part.options(GraphOptions.declared());
        GraphOptions.limits(options); // refuses contradictions now, not at the first input
        part.weights().require(part.name(), GraphWeights.specs(options, part.width()));
        return options;
    }
}
