package io.metatransformer.modality.tabular;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.tables.CsvDialect;
import io.metatransformer.tables.TableRows;
import io.metatransformer.testkit.Mutations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFuzzTest {
    private static final List<byte[]> TABLES =
            List.of(
                    bytes("age,job,smokes\n41,cook,true\n,\"a \"\"b\"\", c\",?\r\n"),
                    bytes("[{\"age\":41,\"job\":\"cook\",\"smokes\":null}]"),
                    bytes(
                            "{\"age\":41,\"job\":\"cook\",\"smokes\":true}\n"
                                    + "{\"smokes\":1,\"job\":\"\",\"age\":2}"),
                    bytes("{\"rows\":[{\"age\":41,\"job\":\"cook\",\"smokes\":true}]}"),
                    bytes(
                            "{\"columns\":{\"age\":[41,1],\"job\":[\"cook\",null],"
                                    + "\"smokes\":[true,1]}}"));

    @Test
    void broken_tables_are_read_or_refused() {
        Schema schema = SchemaText.parse(TabularTokenizerTest.SCHEMA);

        new Mutations(20_250_310, TABLES)
                .allAreReadOrRefused(
                        broken -> {
                            ByteBuffer bytes = ByteBuffer.wrap(broken);
                            try (TableRows table =
                                    TableFile.open("fuzz", bytes, CsvDialect.standard())) {
                                while (table.next()) {
                                    EncodedRow row = new RowEncoder("fuzz", schema, table).encode();
                                    assertTrue(Float.isFinite(row.numbers()[0]), "no number");
                                }
                            }
                        });
    }

    @Test
    void broken_schemas_are_read_or_refused() {
        new Mutations(20_250_310, List.of(bytes(TabularTokenizerTest.SCHEMA)))
                .allAreReadOrRefused(
                        broken ->
                                SchemaText.parse(new String(broken, StandardCharsets.ISO_8859_1)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
