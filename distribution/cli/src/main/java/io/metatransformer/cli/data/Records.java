package io.metatransformer.cli.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of which each row is an example. What the row answers is taken out of it: a model must not read what it
 * is to learn. Fields stay as they are written, since a tokenizer compares words exactly.
 */
final class Records {
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    private static final String CALLED = "line ";

    private Records() {}

    /** Whether an input is a row that this class has made. */
    static boolean is(Input input) {
        return input.modality().equals(Modality.TABULAR)
                && input.path().isEmpty()
                && input.name().startsWith(CALLED);
    }

    /** Each row as a table of its own, with the header. */
    static List<Input> ofCsv(List<Row> rows, Set<String> answers, char separator) {
        List<Input> inputs = new ArrayList<>();
        for (Row row : rows) {
            StringWriter text = new StringWriter();
            try (CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).build(text)) {
                csv.writeRecord(read(row, answers).stream().map(Map.Entry::getKey).toList());
                csv.writeRecord(
                        read(row, answers).stream().map(e -> (String) e.getValue()).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            inputs.add(input(row, text.toString(), CSV));
        }
        return inputs;
    }

    private static List<Map.Entry<String, Object>> read(Row row, Set<String> answers) {
        return row.values().entrySet().stream()
                .filter(field -> !answers.contains(field.getKey()))
                .toList();
    }

    /** Each row as an object of its own. */
    static List<Input> ofJsonLines(Path file, List<Row> rows, Set<String> answers) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            List<Input> inputs = new ArrayList<>();
            for (Row row : rows) {
                inputs.add(input(row, without(answers, lines.get(row.line() - 1)), JSON_LINES));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was read just before
        }
    }

    private static String without(Set<String> fields, String object) throws IOException {
        JsonFactory json = new JsonFactory();
        StringWriter text = new StringWriter();
        try (JsonParser in = json.createParser(object);
                JsonGenerator out = json.createGenerator(text)) {
            in.nextToken();
            out.writeStartObject();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                if (fields.contains(name)) {
                    in.skipChildren();
                } else {
                    out.writeFieldName(name);
                    copy(in, out);
                }
            }
            out.writeEndObject();
        }
        return text + "\n";
    }

    /** Numbers digit by digit: 1e5 stays 1e5. */
    private static void copy(JsonParser in, JsonGenerator out) throws IOException {
        if (in.currentToken().isNumeric()) {
            out.writeNumber(in.getText());
        } else {
            out.copyCurrentStructure(in);
        }
    }

    private static Input input(Row row, String text, String mediaType) {
        return Input.of(Modality.TABULAR, text.getBytes(StandardCharsets.UTF_8))
                .withMediaType(mediaType)
                .named(CALLED + row.line());
    }

    /** One table of the rows of all examples. */
    static Input whole(List<Example> examples) {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        String mediaType = JSON_LINES;
        for (Example example : examples) {
            Input input = ((Item.Raw) example.item()).inputs().get(0);
            ByteBuffer row = input.bytes(Integer.MAX_VALUE).duplicate();
            if (input.mediaType().orElseThrow().equals(CSV)) {
                mediaType = CSV;
                row.position(table.size() == 0 ? 0 : afterHeader(row));
            }
            byte[] bytes = new byte[row.remaining()];
            row.get(bytes);
            table.writeBytes(bytes);
        }
        return Input.of(Modality.TABULAR, table.toByteArray())
                .withMediaType(mediaType)
                .named("the table");
    }

    /** A name in quotes may hold the end of a line. */
    private static int afterHeader(ByteBuffer csv) {
        boolean quoted = false;
        int at = 0;
        while (quoted || csv.get(at) != '\n') {
            quoted ^= csv.get(at) == '"';
            at++;
        }
        return at + 1;
    }
}
