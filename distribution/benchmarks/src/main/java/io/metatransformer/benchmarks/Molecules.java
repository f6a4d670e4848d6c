package io.metatransformer.benchmarks;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import uk.ac.ebi.beam.Atom;
import uk.ac.ebi.beam.Bond;
import uk.ac.ebi.beam.Edge;
import uk.ac.ebi.beam.Element;
import uk.ac.ebi.beam.Graph;

/**
 * The polar surface of molecules of the US National Cancer Institute, in square ångström, as Ertl's method adds it up
 * from fragments (Journal of Medicinal Chemistry 43, 2000): a property that stands in the graph, and not a measurement.
 */
final class Molecules implements Source {
    private static final long SEED = 4;
    private static final List<Element> ELEMENTS =
            List.of(
                    Element.Carbon,
                    Element.Nitrogen,
                    Element.Oxygen,
                    Element.Sulfur,
                    Element.Phosphorus,
                    Element.Fluorine,
                    Element.Chlorine,
                    Element.Bromine,
                    Element.Iodine);

    @Override
    public String name() {
        return "tpsa";
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Path file = Source.existing(data, "molecules/first_5k.tpsa.csv");
        List<Problem.Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (!line.startsWith("#") && line.lastIndexOf(',') > 0) {
                molecule(line).ifPresent(cases::add);
            }
        }
        var parts = new Draw(SEED).parts(cases, full ? 4_000 : 1_500, full ? 1_000 : 500);
        return Problem.of(
                name(),
                "polar surface of molecules, in Å²",
                "counts of atoms and bonds",
                parts.training(),
                parts.test());
    }

    /** Nothing for the few whose text Beam, which the tokenizer reads with, does not understand. */
    private static Optional<Problem.Case> molecule(String line) {
        String smiles = line.substring(0, line.lastIndexOf(',')).strip();
        float surface = Float.parseFloat(line.substring(line.lastIndexOf(',') + 1));
        Graph graph;
        try {
            graph = Graph.parse(smiles, true, new HashSet<>());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        Input input = Input.of(Modality.GRAPH, (smiles + "\n").getBytes(StandardCharsets.US_ASCII));
        Target target = new Target.Numbers(Tensor.of(new float[] {surface}, 1));
        Example example = new Example(smiles, Item.of(input), target);
        return Optional.of(new Problem.Case(example, counts(graph)));
    }

    private static double[] counts(Graph graph) {
        double[] counts = new double[ELEMENTS.size() + 7];
        int other = ELEMENTS.size();
        for (int i = 0; i < graph.order(); i++) {
            Atom atom = graph.atom(i);
            int place = ELEMENTS.indexOf(atom.element());
            counts[place < 0 ? other : place]++;
            counts[other + 1] += graph.implHCount(i) > 0 && place != 0 ? 1 : 0;
            counts[other + 2] += atom.aromatic() ? 1 : 0;
            counts[other + 3] += atom.charge() != 0 ? 1 : 0;
        }
        for (Edge edge : graph.edges()) {
            counts[other + 4]++;
            counts[other + 5] += edge.bond() == Bond.DOUBLE ? 1 : 0;
            counts[other + 6] += edge.bond() == Bond.TRIPLE ? 1 : 0;
        }
        return counts;
    }
}
