package io.metatransformer.benchmarks;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.cli.bench.FitBenchmark;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.Tuning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All data sets, one after the other. */
public final class RealData implements FitBenchmark {
    /** The same for all data sets, and not searched for any of them. */
    private static final Map<String, Object> HEAD = Map.of("pooling", List.of("mean", "max"));

    private static final List<Source> SOURCES =
            List.of(
                    new FashionMnist(),
                    new SpamMails(),
                    new WekaTable("credit-g", "good or bad credit risk, of records"),
                    new WekaTable("diabetes", "diabetes or not, of records"),
                    new Molecules(),
                    new SeattleWeather(),
                    new Sounds(),
                    new Scans());

    @Override
    public Report run(MetaTransformer mt, Wish wish, Consumer<String> said) {
        List<Line> lines = new ArrayList<>();
        for (Source source : chosen(wish.only())) {
            said.accept(source.name() + ": reading");
            Problem problem = read(source, wish);
            said.accept(
                    source.name()
                            + ": fitting a head to "
                            + problem.training().size()
                            + " examples");
            lines.add(measured(mt, wish, problem, said));
        }
        return new Report(markdown(lines), json(wish, lines));
    }

    private static List<Source> chosen(List<String> only) {
        List<String> names = SOURCES.stream().map(Source::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new MetaTransformerException(
                        ErrorCode.INVALID_REQUEST,
                        "there is no data set '" + name + "'; there are " + names);
            }
        }
        return SOURCES.stream()
                .filter(source -> only.isEmpty() || only.contains(source.name()))
                .toList();
    }

    private static Problem read(Source source, Wish wish) {
        try {
            Path data = wish.data();
            return source.read(data, wish.full());
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "data set " + source.name() + " cannot be read", e);
        }
    }

    private static Line measured(
            MetaTransformer mt, Wish wish, Problem problem, Consumer<String> said) {
        Line.Fitted alone = fitted(mt, wish.model(), problem, Tuning.Scope.HEAD);
        Optional<Line.Fitted> together =
                wish.together() ? together(mt, wish.model(), problem, said) : Optional.empty();
        long began = System.nanoTime();
        Map<String, Double> baselines = Baselines.of(problem);
        Duration comparing = Duration.ofNanos(System.nanoTime() - began);
        return new Line(problem, alone, together, baselines, comparing);
    }

    /** Nothing for a tokenizer that cannot learn, which is said. */
    private static Optional<Line.Fitted> together(
            MetaTransformer mt, String model, Problem problem, Consumer<String> said) {
        said.accept(problem.name() + ": fitting head and tokenizer together");
        try {
            return Optional.of(fitted(mt, model, problem, Tuning.Scope.TOKENIZER));
        } catch (MetaTransformerException refusal) {
            if (refusal.code() != ErrorCode.UNSUPPORTED) {
                throw refusal;
            }
            said.accept(problem.name() + ": " + refusal.getMessage());
            return Optional.empty();
        }
    }

    private static Line.Fitted fitted(
            MetaTransformer mt, String model, Problem problem, Tuning.Scope scope) {
        String service = problem.isLabelled() ? "classification" : "regression";
        String name = problem.name() + "-" + scope.name().toLowerCase(Locale.ROOT);
        FitPlan plan =
                FitPlan.of(service, name, Problem.examples(problem.training()))
                        .withModel(model)
                        .withOptions(HEAD)
                        .withTuning(Tuning.of(scope))
                        .withRandomWeightsAllowed();
        long began = System.nanoTime();
        mt.fit(problem.tokenizer().map(plan::learning).orElse(plan), Progress.NONE);
        long fitted = System.nanoTime();
        Evaluation evaluation =
                mt.evaluate(Optional.of(model), name, Problem.examples(problem.test()), true);
        String metric = problem.metric();
        return new Line.Fitted(
                evaluation.metrics().get(metric),
                evaluation.intervals().get(metric),
                Duration.ofNanos(fitted - began),
                Duration.ofNanos(System.nanoTime() - fitted));
    }

    private static String markdown(List<Line> lines) {
        StringBuilder table = new StringBuilder();
        row(table, Line.HEADER);
        row(table, Line.HEADER.stream().map(column -> "---").toList());
        lines.forEach(line -> row(table, line.cells()));
        return table.toString();
    }

    private static void row(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static Map<String, Object> json(Wish wish, List<Line> lines) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", wish.model());
        json.put("full", wish.full());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("results", lines.stream().map(Line::json).toList());
        return json;
    }
}
