package io.metatransformer.core.report;

import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything about one training: what was learnt from what, how, with which software, and what came of it.
 *
 * @param service head that learnt, such as {@code classification}
 * @param options of the head, chosen and learnt
 * @param tokenizer options of the tokenizer that was fitted to the examples; empty if none was
 * @param validationGiven whether the validation part was given, rather than kept apart
 * @param versions of what took part, by name
 */
public record TrainingRecord(
        FitReport report,
        FitSettings settings,
        String service,
        Map<String, Object> options,
        Map<String, Object> tokenizer,
        boolean validationGiven,
        Map<String, String> versions) {

    /** Name of the file for programs, in the head's folder. */
    public static final String JSON = "report.json";

    /** Name of the file for people, in the head's folder. */
    public static final String HTML = "report.html";

    public TrainingRecord {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        tokenizer = Collections.unmodifiableMap(new TreeMap<>(tokenizer));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /**
     * @param options of the head, chosen and learnt
     * @param plugin that brought the head
     * @param encoder fingerprint
     */
    public static TrainingRecord of(
            FitPlan plan,
            FitReport report,
            Map<String, Object> options,
            String plugin,
            String encoder) {
        Map<String, String> versions = new LinkedHashMap<>();
        String platform = TrainingRecord.class.getPackage().getImplementationVersion();
        versions.put("metatransformer", platform == null ? "development" : platform);
        versions.put("plugin", plugin);
        versions.put("encoder", encoder);
        versions.put("java", Runtime.version().toString());
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return new TrainingRecord(
                report,
                plan.settings(),
                plan.head(),
                options,
                plan.tokenizer().map(learning -> learning.options()).orElse(Map.of()),
                !plan.validation().isEmpty(),
                versions);
    }

    /** Both files by name. */
    public Map<String, byte[]> files() {
        return Map.of(
                JSON, RecordJson.text(this).getBytes(StandardCharsets.UTF_8),
                HTML, RecordPage.of(this).getBytes(StandardCharsets.UTF_8));
    }

    /** How it was learnt, in the words of the command line. */
    Map<String, Object> how() {
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("seed", settings.rules().seed());
        how.put("epochs", settings.epochs());
        how.put("batch", settings.batch());
        how.put("learning_rate", settings.learningRate());
        how.put("least_rate", settings.leastRate());
        how.put("warmup", settings.warmup());
        how.put("patience", settings.patience());
        how.put("balanced", settings.balanced());
        how.put("decay", settings.rules().decay());
        how.put("smoothing", settings.rules().smoothing());
        how.put("dropout", settings.rules().dropout());
        how.put("max_norm", settings.rules().maxNorm());
        how.put("validation", validationGiven ? "given" : settings.validation());
        return how;
    }
}
