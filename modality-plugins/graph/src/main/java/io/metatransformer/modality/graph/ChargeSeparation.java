package io.metatransformer.modality.graph;

import io.metatransformer.modality.graph.Molecule.Atom;
import io.metatransformer.modality.graph.Molecule.Bond;
import java.util.List;

/**
 * Writes some groups that are drawn with too many bonds as pairs of charges, as RDKit does when it reads them: nitro
 * groups, azides, and the oxygen acids of chlorine, bromine and iodine.
 */
final class ChargeSeparation {
    private static final int NITROGEN = 7;
    private static final int OXYGEN = 8;
    private static final List<Integer> HALOGENS = List.of(17, 35, 53);

    private final List<Atom> atoms;
    private final List<Bond> bonds;

    private ChargeSeparation(List<Atom> atoms, List<Bond> bonds) {
        this.atoms = atoms;
        this.bonds = bonds;
    }

    /** Changes both lists in place. */
    static void apply(List<Atom> atoms, List<Bond> bonds) {
        new ChargeSeparation(atoms, bonds).apply();
    }

    private void apply() {
        for (int bond = 0; bond < bonds.size(); bond++) {
            Bond b = bonds.get(bond);
            if (b.order() > 1) {
                separate(bond, b.from(), b.to());
                if (bonds.get(bond) == b) {
                    separate(bond, b.to(), b.from());
                }
            }
        }
    }

    private void separate(int bond, int centre, int partner) {
        Atom atom = atoms.get(centre);
        Atom other = atoms.get(partner);
        int order = bonds.get(bond).order();
        boolean oxide = other.number() == OXYGEN && order == 2 && other.charge() == 0;
        boolean azide = other.number() == NITROGEN && order == 3 && other.charge() == 0;
        boolean nitrogen = atom.number() == NITROGEN && atom.charge() == 0 && valence(centre) == 5;
        if (nitrogen && (oxide || azide) || oxide && HALOGENS.contains(atom.number())) {
            bonds.set(bond, bonds.get(bond).ofOrder(order - 1));
            atoms.set(centre, atom.charged(1));
            atoms.set(partner, other.charged(-1));
        }
    }

    private int valence(int atom) {
        return atoms.get(atom).hydrogens()
                + bonds.stream()
                        .filter(bond -> bond.from() == atom || bond.to() == atom)
                        .mapToInt(Bond::order)
                        .sum();
    }
}
