package io.metatransformer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.api.Preview;
import io.metatransformer.cli.demo.Exhibit;
import io.metatransformer.cli.demo.Report;

/** What the page of the demo shows, for programs. */
final class DemoJson {
    private DemoJson() {}

    static ObjectNode of(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", report.model().name());
        json.put("model_version", report.model().version());
        json.put("fingerprint", report.model().fingerprint());
        json.put("untrained", report.untrained());
        json.put("comparable", report.comparable());
        json.put("version", report.version());
        json.put("made", report.made().toString());
        ArrayNode samples = json.putArray("samples");
        report.exhibits().forEach(each -> exhibit(samples.addObject(), each));
        ArrayNode without = json.putArray("without_sample");
        report.withoutSample().forEach(without::add);
        return json;
    }

    private static void exhibit(ObjectNode json, Exhibit exhibit) {
        json.put("modality", exhibit.modality());
        json.put("file", exhibit.file());
        json.put("bytes", exhibit.bytes());
        exhibit.preview().map(Preview::caption).ifPresent(text -> json.put("caption", text));
        exhibit.refusal().ifPresent(why -> json.put("refusal", why));
        exhibit.outcome().ifPresent(outcome -> outcome(json, outcome));
    }

    private static void outcome(ObjectNode json, Exhibit.Outcome outcome) {
        json.put("tokens", outcome.segment().length());
        json.put("layout", outcome.layout());
        json.put("tokenize_ms", AnswerJson.millis(outcome.tokenize()));
        json.put("encode_ms", AnswerJson.millis(outcome.encode()));
        json.put("plugin", outcome.tokenizer().plugin().toString());
        ArrayNode embedding = json.putArray("embedding");
        for (float value : outcome.embedding()) {
            embedding.add(value);
        }
    }
}
