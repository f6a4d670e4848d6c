package io.metatransformer.modality.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Atoms and bonds, with the electrons that rules of chemistry count. Atoms have indices 0 … n-1; hydrogens are
 * counts of their atoms, save where they stand alone.
 *
 * <p>Conjugation, hybridisation and radical electrons follow the rules of RDKit, by which the Open Graph Benchmark
 * describes molecules.
 */
final class Molecule {

    /**
     * @param number atomic number, 0 for any
     * @param bracketed whether its hydrogens were stated, so that electrons may be missing
     * @param turn 0 not stated, 1 clockwise, 2 anticlockwise, 3 of another geometry
     */
    record Atom(
            int number, int charge, int hydrogens, boolean bracketed, boolean aromatic, int turn) {

        /** This atom, with {@code more} charge. */
        Atom charged(int more) {
            return new Atom(number, charge + more, hydrogens, bracketed, aromatic, turn);
        }
    }

    /**
     * @param order 1 to 4, of one way to place the double bonds of an aromatic ring
     * @param up side of the second atom as drawn from the first: 1 above, -1 below, 0 not stated
     */
    record Bond(int from, int to, int order, boolean aromatic, int up) {
        int other(int atom) {
            return atom == from ? to : from;
        }

        Bond ofOrder(int other) {
            return new Bond(from, to, other, aromatic, up);
        }

        /** This bond, aromatic. */
        Bond inRing() {
            return new Bond(from, to, order, true, 0);
        }

        /** {@link #up} as drawn from {@code atom}. */
        int upFrom(int atom) {
            return atom == from ? up : -up;
        }
    }

    /** What an atom's bonds and lone pairs lie like. */
    enum Hybrid {
        SP,
        SP2,
        SP3,
        SP3D,
        SP3D2,
        OTHER
    }

    private final List<Atom> atoms;
    private final List<Bond> bonds;

    /** Per atom, indices of its bonds. */
    private final List<List<Integer>> bondsAt = new ArrayList<>();

    private final boolean[] conjugated;
    private final RingBonds rings;

    Molecule(List<Atom> atoms, List<Bond> bonds) {
        this.atoms = atoms;
        this.bonds = bonds;
        atoms.forEach(atom -> bondsAt.add(new ArrayList<>()));
        for (int bond = 0; bond < bonds.size(); bond++) {
            bondsAt.get(bonds.get(bond).from()).add(bond);
            bondsAt.get(bonds.get(bond).to()).add(bond);
        }
        this.rings = new RingBonds(atoms.size(), bonds);
        this.conjugated = conjugation();
    }

    List<Atom> atoms() {
        return atoms;
    }

    List<Bond> bonds() {
        return bonds;
    }

    List<Bond> bondsOf(int atom) {
        return bondsAt.get(atom).stream().map(bonds::get).toList();
    }

    boolean inRing(int atom) {
        return rings.hasAtom(atom);
    }

    boolean conjugated(int bond) {
        return conjugated[bond];
    }

    /** Neighbours, hydrogens among them. */
    int degree(int atom) {
        return bondsAt.get(atom).size() + atoms.get(atom).hydrogens();
    }

    /** Sum of the orders of its bonds, those to hydrogens among them. */
    int valence(int atom) {
        return bondsAt.get(atom).stream().mapToInt(bond -> bonds.get(bond).order()).sum()
                + atoms.get(atom).hydrogens();
    }

    /** Electrons that no bond holds and no pair has. */
    int radicals(int atom) {
        Atom a = atoms.get(atom);
        if (!a.bracketed() || a.number() == 0) {
            return 0;
        }
        int outer = Elements.outerElectrons(a.number());
        int[] valences = Elements.valences(a.number());
        if (valences.length == 0) {
            return Math.max(outer - a.charge(), 0) % 2;
        }
        int valence = valence(atom);
        int full = a.number() <= 2 ? 2 : 8;
        int missing = full - outer - valence + a.charge();
        if (missing < 0) {
            missing =
                    Arrays.stream(valences)
                            .map(usual -> usual - valence + a.charge())
                            .filter(left -> valences.length > 1 && left >= 0)
                            .findFirst()
                            .orElse(0);
        }
        int unused = outer - valence - a.charge();
        return unused >= 0 ? Math.min(missing, unused) : missing;
    }

    /** Counts bonds and lone pairs; one of four such may be in the plane of its conjugated neighbours. */
    Hybrid hybrid(int atom) {
        return switch (pairs(atom)) {
            case 2 -> Hybrid.SP;
            case 3 -> Hybrid.SP2;
            case 4 -> degree(atom) <= 3 && atConjugatedBond(atom) ? Hybrid.SP2 : Hybrid.SP3;
            case 5 -> Hybrid.SP3D;
            case 6 -> Hybrid.SP3D2;
            default -> Hybrid.OTHER;
        };
    }

    private int pairs(int atom) {
        Atom a = atoms.get(atom);
        int degree = degree(atom);
        if (a.number() <= 1) {
            return degree;
        }
        int outer = Elements.outerElectrons(a.number());
        int valence = valence(atom);
        int free = outer - (valence + a.charge());
        if (valence + outer - a.charge() < 8) {
            int radicals = radicals(atom);
            return degree + (free - radicals) / 2 + radicals;
        }
        return degree + free / 2;
    }

    private boolean atConjugatedBond(int atom) {
        return bondsAt.get(atom).stream().anyMatch(bond -> conjugated[bond]);
    }

    /** Aromatic bonds, and double or triple bonds one single bond away from such or from a lone pair. */
    private boolean[] conjugation() {
        boolean[] found = new boolean[bonds.size()];
        for (int bond = 0; bond < bonds.size(); bond++) {
            found[bond] = bonds.get(bond).aromatic();
        }
        for (int atom = 0; atom < atoms.size(); atom++) {
            if (candidate(atom) && degree(atom) >= 2 && degree(atom) <= 3) {
                spread(atom, bondsAt.get(atom), found);
            }
        }
        return found;
    }

    private void spread(int atom, List<Integer> at, boolean[] found) {
        for (int one : at) {
            Bond multiple = bonds.get(one);
            if ((multiple.order() > 1 || multiple.aromatic()) && candidate(multiple.other(atom))) {
                for (int two : at) {
                    int next = bonds.get(two).other(atom);
                    if (two != one && degree(next) <= 3 && candidate(next)) {
                        found[one] = true;
                        found[two] = true;
                    }
                }
            }
        }
    }

    private boolean candidate(int atom) {
        Atom a = atoms.get(atom);
        int[] valences = Elements.valences(a.number());
        if (a.charge() == 0 && valences.length > 0 && valence(atom) > valences[0]) {
            return false; // more bonds than usual
        }
        int outer = Elements.outerElectrons(a.number());
        boolean wide = a.number() > 10 && (outer == 5 || outer == 6);
        return (!wide || outer == 6 && degree(atom) < 2) && electrons(atom) > 0;
    }

    /** Electrons that an atom can give to a ring or chain of them; below 0 where it cannot take part. */
    private int electrons(int atom) {
        Atom a = atoms.get(atom);
        int[] valences = Elements.valences(a.number());
        int usual = valences.length == 0 ? -1 : valences[0];
        int degree = degree(atom);
        if (usual <= 1 || degree > 3) {
            return -1;
        }
        int lone = Math.max(Elements.outerElectrons(a.number()) - usual - a.charge(), 0);
        int electrons = usual - degree + lone - radicals(atom);
        boolean triple = valence(atom) - degree > 1;
        return electrons > 1 && triple ? 1 : electrons;
    }
}
