package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.modality.graph.Molecule.Atom;
import io.metatransformer.modality.graph.Molecule.Bond;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import uk.ac.ebi.beam.Configuration;
import uk.ac.ebi.beam.Edge;
import uk.ac.ebi.beam.Element;

/**
 * A molecule as one line of SMILES, {@code CN1C=NC2=C1C(=O)N(C(=O)N2C)C caffeine}: atoms are nodes, called by symbol
 * and place, and bonds are edges. The line is read, and aromatic rings are found (Daylight's model), by Beam.
 */
final class Smiles {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_ATOMS = 1024;

    /** Most atoms written as aromatic: the time to place their double bonds grows steeply, 0.1 s for these. */
    private static final int MAX_AROMATIC = 256;

    private static final Pattern LINE =
            Pattern.compile("[A-Za-z0-9@+\\-\\[\\]()=#$:.%/\\\\*]+([ \\t].*)?");
    private static final int HYDROGEN = 1;
    private static final int NO_TURN = 0;
    private static final int CLOCKWISE = 1;
    private static final int ANTICLOCKWISE = 2;
    private static final int OTHER_TURN = 3;

    private Smiles() {}

    /**
     * The one line of a text, if that could be SMILES; what follows a blank in it is a name and left alone.
     *
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for a line that is too long
     */
    static Optional<String> line(String name, ByteBuffer bytes) {
        int length = Math.min(bytes.remaining(), MAX_LENGTH + 1);
        ByteBuffer start = bytes.slice(bytes.position(), length);
        String text = StandardCharsets.UTF_8.decode(start).toString();
        String line = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        if (!LINE.matcher(line).matches()) {
            return Optional.empty();
        }
        if (length > MAX_LENGTH) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name + ": a line of SMILES is longer than " + MAX_LENGTH + " bytes");
        }
        return Optional.of(line.split("[ \t]", 2)[0]);
    }

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for no SMILES
     */
    static Graph read(String name, String line, GraphLimits limits) {
        return MoleculeFeatures.graph(name, molecule(name, line), limits);
    }

    static Molecule molecule(String name, String smiles) {
        try {
            // Warnings into a set that nobody reads: otherwise they are printed.
            var written = uk.ac.ebi.beam.Graph.parse(smiles, true, new HashSet<>());
            checkSize(name, written);
            var placed = written.kekule();
            return molecule(placed, placed.aromatic());
        } catch (MetaTransformerException tooLarge) {
            throw tooLarge;
        } catch (IOException | RuntimeException e) { // whatever it trips over
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED,
                    name + ": the line is no SMILES, or its bonds cannot be placed",
                    e);
        }
    }

    private static void checkSize(String name, uk.ac.ebi.beam.Graph written) {
        int aromatic = 0;
        for (uk.ac.ebi.beam.Atom atom : written.atoms()) {
            aromatic += atom.aromatic() ? 1 : 0;
        }
        if (written.order() > MAX_ATOMS || aromatic > MAX_AROMATIC) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + written.order()
                            + " atoms, "
                            + aromatic
                            + " of them written as aromatic; SMILES is read up to "
                            + MAX_ATOMS
                            + " and "
                            + MAX_AROMATIC);
        }
    }

    private static Molecule molecule(uk.ac.ebi.beam.Graph placed, uk.ac.ebi.beam.Graph aromatic) {
        int n = placed.order();
        int[] index = new int[n];
        int[] folded = new int[n]; // hydrogens that stand as atoms of their own
        Arrays.fill(index, -1);
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (foldable(placed, i)) {
                folded[placed.edges(i).get(0).other(i)]++;
            } else {
                index[i] = count++;
            }
        }
        List<Atom> atoms = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (index[i] >= 0) {
                atoms.add(atom(placed, aromatic, i, folded[i]));
            }
        }
        List<Bond> bonds = new ArrayList<>();
        for (Edge edge : placed.edges()) {
            int u = edge.either();
            int v = edge.other(u);
            if (index[u] >= 0 && index[v] >= 0) {
                bonds.add(new Bond(index[u], index[v], order(edge), false, up(edge, u)));
            }
        }
        ChargeSeparation.apply(atoms, bonds);
        return new Molecule(atoms, aromatic(atoms, bonds));
    }

    /** Bonds between aromatic atoms are aromatic where they close a ring of such atoms. */
    private static List<Bond> aromatic(List<Atom> atoms, List<Bond> bonds) {
        List<Bond> between =
                bonds.stream()
                        .filter(bond -> atoms.get(bond.from()).aromatic())
                        .filter(bond -> atoms.get(bond.to()).aromatic())
                        .toList();
        RingBonds rings = new RingBonds(atoms.size(), between);
        Set<Bond> found = new HashSet<>();
        for (int i = 0; i < between.size(); i++) {
            if (rings.hasBond(i)) {
                found.add(between.get(i));
            }
        }
        return bonds.stream().map(b -> found.contains(b) ? b.inRing() : b).toList();
    }

    private static Atom atom(
            uk.ac.ebi.beam.Graph placed, uk.ac.ebi.beam.Graph aromatic, int i, int folded) {
        uk.ac.ebi.beam.Atom atom = placed.atom(i);
        return new Atom(
                atom.element().atomicNumber(),
                atom.charge(),
                placed.implHCount(i) + folded,
                !atom.subset(),
                aromatic.atom(i).aromatic(),
                turn(placed, i));
    }

    /** A plain hydrogen at one heavier atom. */
    private static boolean foldable(uk.ac.ebi.beam.Graph graph, int i) {
        uk.ac.ebi.beam.Atom atom = graph.atom(i);
        if (atom.element() != Element.Hydrogen
                || atom.charge() != 0
                || atom.isotope() >= 0
                || graph.edges(i).size() != 1) {
            return false;
        }
        int other = graph.edges(i).get(0).other(i);
        return graph.atom(other).element().atomicNumber() > HYDROGEN;
    }

    private static int order(Edge edge) {
        return Math.max(1, edge.bond().order());
    }

    private static int up(Edge edge, int from) {
        return switch (edge.bond(from)) {
            case UP -> 1;
            case DOWN -> -1;
            default -> 0;
        };
    }

    /**
     * Beam tells the turn with the neighbours in order of index, a hydrogen in the atom's own place. RDKit tells it with
     * bonds in order of creation: along the line, then those that close rings; a hydrogen comes second.
     */
    private static int turn(uk.ac.ebi.beam.Graph graph, int atom) {
        Configuration configuration = graph.configurationOf(atom);
        boolean clockwise = configuration == Configuration.TH2;
        if (configuration == Configuration.UNKNOWN) {
            return NO_TURN;
        }
        if (!clockwise && configuration != Configuration.TH1) {
            return OTHER_TURN;
        }
        int[] neighbours = graph.neighbors(atom);
        Arrays.sort(neighbours);
        List<Integer> created = new ArrayList<>();
        List<Integer> closing = new ArrayList<>();
        int parent = parent(graph, atom);
        for (int other : neighbours) {
            boolean child = other > atom && parent(graph, other) == atom;
            (child || other == parent ? created : closing).add(other);
        }
        created.addAll(closing);
        if (created.size() == 3) {
            created.add(1, atom);
        }
        return clockwise == even(created) ? CLOCKWISE : ANTICLOCKWISE;
    }

    private static int parent(uk.ac.ebi.beam.Graph graph, int atom) {
        return Arrays.stream(graph.neighbors(atom)).filter(other -> other < atom).max().orElse(-1);
    }

    /** Whether an even number of swaps sorts the list. */
    private static boolean even(List<Integer> list) {
        boolean even = true;
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                even ^= list.get(j) > list.get(i);
            }
        }
        return even;
    }
}
