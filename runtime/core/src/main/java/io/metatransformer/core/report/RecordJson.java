package io.metatransformer.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** A training for programs; members are named as {@code fit --output json} names them. */
final class RecordJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RecordJson() {}

    static String text(TrainingRecord record) {
        try {
            return MAPPER.writeValueAsString(json(record)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values have a JSON form", e);
        }
    }

    private static Map<String, Object> json(TrainingRecord record) {
        Map<String, Object> json = new LinkedHashMap<>(MetricsJson.of(record.report()));
        json.put("service", record.service());
        json.put("settings", record.how());
        json.put("options", record.options());
        if (!record.tokenizer().isEmpty()) {
            json.put("tokenizer_options", record.tokenizer());
        }
        json.put("versions", record.versions());
        return json;
    }
}
