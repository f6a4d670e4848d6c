package io.metatransformer.modality.graph;

import static io.metatransformer.modality.graph.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.modality.graph.Molecule.Bond;
import io.metatransformer.tables.JsonInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmilesTest {

    @ParameterizedTest
    @MethodSource
    void atoms_and_bonds_have_the_features_that_rdkit_gives_them(String line) {
        Map<?, ?> expected = (Map<?, ?>) json(line);

        Molecule molecule = Smiles.molecule("test", (String) expected.get("smiles"));

        List<?> atoms = (List<?>) expected.get("atoms");
        List<?> bonds = (List<?>) expected.get("bonds");
        assertEquals(atoms.size(), molecule.atoms().size(), line);
        assertEquals(bonds.size(), molecule.bonds().size(), line);
        for (int atom = 0; atom < atoms.size(); atom++) {
            assertArrayEquals(
                    ints(atoms.get(atom)),
                    MoleculeFeatures.ofAtom(molecule, atom),
                    "atom " + atom + " of " + line);
        }
        for (Object bond : bonds) {
            int[] row = ints(bond);
            int[] features = {row[2], row[3], row[4]};
            assertArrayEquals(
                    features,
                    MoleculeFeatures.ofBond(molecule, find(molecule, row[0], row[1])),
                    "bond " + row[0] + "-" + row[1] + " of " + line);
        }
    }

    static Stream<String> atoms_and_bonds_have_the_features_that_rdkit_gives_them()
            throws IOException {
        return GraphGoldenTest.text("molecules.jsonl").lines();
    }

    @Test
    void a_molecule_is_the_graph_that_was_written_by_hand() throws IOException {
        Graph byHand = read(GraphGoldenTest.text("aspirin_core.json"));

        Graph graph = read("OC(=O)c1ccccc1O aspirin, less its acetyl\n");

        assertEquals(byHand.nodes().size(), graph.nodes().size());
        assertEquals(byHand.edges(), graph.edges());
        assertEquals(List.of("O1", "C2", "O3", "C4"), graph.nodes().subList(0, 4));
        assertFalse(graph.directed());
    }

    @ParameterizedTest
    @CsvSource({
        "C1CC, MALFORMED, no SMILES",
        "c1cccc1, MALFORMED, no SMILES",
        "[Xx], MALFORMED, no SMILES",
        "C(, MALFORMED, no SMILES",
        "hello, MALFORMED, no SMILES"
    })
    void lines_that_are_no_molecule_are_refused(String line, ErrorCode code, String words) {
        assertRefused(code, words, () -> read(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words\nand lines", "C;C", "é"})
    void text_of_other_kinds_is_no_smiles(String text) {
        assertRefused(ErrorCode.UNSUPPORTED_FORMAT, "one line of SMILES", () -> read(text));
    }

    @Test
    void molecules_have_a_limit_of_length_and_of_atoms() {
        assertRefused(ErrorCode.LIMIT_EXCEEDED, "4096 bytes", () -> read("C".repeat(5000)));
        assertRefused(ErrorCode.LIMIT_EXCEEDED, "1025 atoms", () -> read("C".repeat(1025)));
        assertRefused(
                ErrorCode.LIMIT_EXCEEDED,
                "258 of them",
                () -> read("c1ccccc1.".repeat(43).substring(0, 43 * 9 - 1)));
    }

    @Test
    void a_line_that_nests_deeply_is_read_without_recursion() {
        String line = "C(".repeat(500) + "C" + ")".repeat(500);

        assertEquals(501, read(line).nodes().size());
    }

    @Test
    void bonds_on_a_ring_are_those_that_are_no_bridge() {
        // Two triangles joined by a bond, and one more atom.
        List<Bond> bonds =
                Stream.of(
                                new int[][] {
                                    {0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 5}, {5, 3}, {5, 6}
                                })
                        .map(ends -> new Bond(ends[0], ends[1], 1, false, 0))
                        .toList();

        RingBonds rings = new RingBonds(7, bonds);

        boolean[] expected = {true, true, true, false, true, true, true, false};
        for (int bond = 0; bond < expected.length; bond++) {
            assertEquals(expected[bond], rings.hasBond(bond), "bond " + bond);
        }
        assertTrue(rings.hasAtom(2));
        assertFalse(rings.hasAtom(6));
    }

    private static int find(Molecule molecule, int from, int to) {
        for (int bond = 0; bond < molecule.bonds().size(); bond++) {
            Bond b = molecule.bonds().get(bond);
            if (Math.min(b.from(), b.to()) == from && Math.max(b.from(), b.to()) == to) {
                return bond;
            }
        }
        throw new AssertionError("no bond " + from + "-" + to);
    }

    private static int[] ints(Object list) {
        return ((List<?>) list).stream().mapToInt(each -> ((Double) each).intValue()).toArray();
    }

    private static Object json(String line) {
        try (JsonInput json =
                JsonInput.open("golden", ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)))) {
            json.next();
            return json.value();
        }
    }

    private static Graph read(String text) {
        Input input = Input.of(Modality.GRAPH, text.getBytes(StandardCharsets.UTF_8));
        return GraphFile.read(input, Options.defaults(GraphOptions.declared()));
    }
}
