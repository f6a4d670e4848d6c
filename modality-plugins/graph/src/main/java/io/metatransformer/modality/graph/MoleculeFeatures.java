package io.metatransformer.modality.graph;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.modality.graph.Molecule.Atom;
import io.metatransformer.modality.graph.Molecule.Bond;
import java.util.ArrayList;
import java.util.List;
import uk.ac.ebi.beam.Element;

/**
 * A molecule as the Open Graph Benchmark (arXiv 2005.00687) describes it: nine features of an atom and three of a
 * bond, each the index of a value in a list; what is in no list has the index after its last.
 */
final class MoleculeFeatures {
    private static final int MOST_NUMBER = 118;
    private static final int MOST_TURN = 3;
    private static final int MOST_DEGREE = 10;
    private static final int MOST_CHARGE = 5;
    private static final int MOST_HYDROGENS = 8;
    private static final int MOST_RADICALS = 4;
    private static final int AROMATIC_BOND = 3;
    private static final int OTHER_BOND = 4;

    private MoleculeFeatures() {}

    static Graph graph(String name, Molecule molecule, GraphLimits limits) {
        Place place = (code, what) -> new MetaTransformerException(code, name + ": " + what);
        GraphBuilder builder = new GraphBuilder(limits, place);
        List<String> names = new ArrayList<>();
        for (int atom = 0; atom < molecule.atoms().size(); atom++) {
            names.add(symbol(molecule.atoms().get(atom)) + (atom + 1));
            builder.node(names.get(atom));
            int[] row = ofAtom(molecule, atom);
            builder.nodeFeatures(row, row.length);
        }
        for (int bond = 0; bond < molecule.bonds().size(); bond++) {
            Bond b = molecule.bonds().get(bond);
            builder.edge(names.get(b.from()), names.get(b.to()));
            int[] row = ofBond(molecule, bond);
            builder.edgeFeatures(row, row.length);
        }
        return builder.build(false);
    }

    private static String symbol(Atom atom) {
        Element element = Element.ofNumber(atom.number());
        return element == null || atom.number() == 0 ? "*" : element.symbol();
    }

    static int[] ofAtom(Molecule molecule, int index) {
        Atom atom = molecule.atoms().get(index);
        return new int[] {
            atom.number() == 0 ? MOST_NUMBER : listed(atom.number() - 1, MOST_NUMBER - 1),
            listed(atom.turn(), MOST_TURN),
            listed(molecule.degree(index), MOST_DEGREE),
            listed(atom.charge() + MOST_CHARGE, 2 * MOST_CHARGE),
            listed(atom.hydrogens(), MOST_HYDROGENS),
            listed(molecule.radicals(index), MOST_RADICALS),
            molecule.hybrid(index).ordinal(),
            atom.aromatic() ? 1 : 0,
            molecule.inRing(index) ? 1 : 0
        };
    }

    static int[] ofBond(Molecule molecule, int index) {
        Bond bond = molecule.bonds().get(index);
        int kind =
                bond.aromatic() ? AROMATIC_BOND : bond.order() <= 3 ? bond.order() - 1 : OTHER_BOND;
        return new int[] {
            kind, new DoubleBondSides(molecule).of(bond), molecule.conjugated(index) ? 1 : 0
        };
    }

    /** Index of a value in {@code 0 … most}, or the one after it. */
    private static int listed(int value, int most) {
        return value < 0 || value > most ? most + 1 : value;
    }
}
