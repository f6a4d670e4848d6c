package io.metatransformer.cli.bench;

import io.metatransformer.core.MetaTransformer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fits heads to real data and measures them beside others. Found by {@link java.util.ServiceLoader}; the product
 * itself brings none, since it needs libraries and data that nobody needs to answer a question.
 */
public interface FitBenchmark {

    /**
     * @param data folder of the data sets
     * @param model whose frozen encoder is measured; heads are added to it
     * @param full whether all examples are used, however long that takes
     * @param together whether tokenizers are also trained together with the heads, beside heads alone
     * @param only names of data sets; empty for all
     */
    record Wish(Path data, String model, boolean full, boolean together, List<String> only) {
        public Wish {
            only = List.copyOf(only);
        }
    }

    /**
     * @param markdown a table, for people
     * @param json the same and more, for programs
     */
    record Report(String markdown, Map<String, Object> json) {}

    /**
     * Runs, and says on the way what it does.
     *
     * @throws io.metatransformer.api.MetaTransformerException with {@link
     *     io.metatransformer.api.ErrorCode#IO_ERROR} for data that is not there, {@link
     *     io.metatransformer.api.ErrorCode#INVALID_REQUEST} for a data set that nobody knows
     */
    Report run(MetaTransformer mt, Wish wish, Consumer<String> said);
}
