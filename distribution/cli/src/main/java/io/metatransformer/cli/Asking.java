package io.metatransformer.cli;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Request;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Puts the inputs of a command line to the platform, some at a time, and shows what comes of them. */
final class Asking {
    private static final int CHUNK = 32;

    private final Terminal terminal;
    private final InputOptions inputs;
    private final OutputOptions output;

    Asking(Terminal terminal, InputOptions inputs, OutputOptions output) {
        this.terminal = terminal;
        this.inputs = inputs;
        this.output = output;
    }

    /**
     * @param options of the head, for these inputs alone
     * @return the exit code: of the first input that was refused, if one was
     */
    int ask(
            MetaTransformer mt,
            Map<String, ?> options,
            Function<Request, Reply<? extends Prediction>> question) {
        List<Item> items = inputs.items(System.in);
        boolean untrained = Untrained.throughout(mt, inputs.model());
        load(mt);
        Answers answers = new Answers();
        try (ProgressBars progress = new ProgressBars(terminal)) {
            for (int done = 0; done < items.size(); done += CHUNK) {
                progress.report("inputs", done, items.size());
                List<Item> chunk = items.subList(done, Math.min(items.size(), done + CHUNK));
                Request request = inputs.terms(Request.of(chunk)).withOptions(options);
                answers.add(
                        chunk,
                        question.apply(untrained ? request.withRandomWeightsAllowed() : request));
            }
        }
        return show(answers);
    }

    /** Beforehand, so that no answer's time holds that of opening the model. */
    private void load(MetaTransformer mt) {
        try {
            mt.load(inputs.model().orElse(InstallationOptions.DEFAULT_MODEL))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MetaTransformerException refusal ? refusal : e;
        }
    }

    private int show(Answers answers) {
        List<MetaTransformerException> refusals = answers.refusals();
        if (refusals.size() < answers.all().size()) {
            output.write(answers, terminal);
            answers.provenance().flatMap(Untrained::warning).ifPresent(terminal::warn);
        }
        refusals.forEach(refusal -> terminal.fail(Failures.oneLine(refusal.toString())));
        return refusals.isEmpty() ? ExitCodes.OK : ExitCodes.of(refusals.get(0).code());
    }
}
