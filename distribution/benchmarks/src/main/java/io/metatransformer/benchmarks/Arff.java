package io.metatransformer.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table in Weka's form: names and kinds of columns, then rows as CSV with single quotes. Of the form no more is read
 * than plain tables have: nominal and numeric columns, {@code ?} for no value.
 *
 * @param numeric whether a column holds numbers
 */
record Arff(List<String> names, List<Boolean> numeric, List<List<String>> rows) {
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?i)@attribute\\s+('[^']*'|\\S+)\\s+(.*)");

    static Arff read(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        boolean inData = false;
        for (String line : Files.readAllLines(file)) {
            Matcher attribute = ATTRIBUTE.matcher(line.strip());
            if (inData && !line.isBlank() && !line.startsWith("%")) {
                data.append(line.strip()).append('\n');
            } else if (attribute.matches()) {
                names.add(attribute.group(1).replace("'", ""));
                numeric.add(!attribute.group(2).startsWith("{"));
            }
            inData |= line.strip().toLowerCase(Locale.ROOT).equals("@data");
        }
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().quoteCharacter('\'').ofCsvRecord(data.toString())) {
            for (CsvRecord row : csv) {
                rows.add(row.getFields().stream().map(String::strip).toList());
            }
        }
        return new Arff(List.copyOf(names), List.copyOf(numeric), List.copyOf(rows));
    }
}
