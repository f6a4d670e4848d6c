package io.metatransformer.modality.graph;

import io.metatransformer.modality.graph.Molecule.Bond;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Z or E: whether the weightier neighbours at both ends of a double bond lie on the same side of it. Weight is of
 * atomic numbers sphere by sphere (Cahn, Ingold and Prelog), each sphere as a whole.
 */
final class DoubleBondSides {
    static final int NOT_STATED = 0;
    static final int Z = 1;
    static final int E = 2;

    /** Spheres and their atoms that are looked at before two neighbours count as alike. */
    private static final int MAX_SPHERES = 12;

    private static final int MAX_SPHERE = 512;
    private static final int HYDROGEN = 1;

    private final Molecule molecule;

    /** An atom of a sphere, as seen from {@code parent}; a multiple bond's copies have no neighbours. */
    private record Step(int number, int atom, int parent) {}

    DoubleBondSides(Molecule molecule) {
        this.molecule = molecule;
    }

    int of(Bond bond) {
        if (bond.order() != 2 || bond.aromatic()) {
            return NOT_STATED;
        }
        int sides = side(bond.from(), bond.to()) * side(bond.to(), bond.from());
        return sides == 0 ? NOT_STATED : sides > 0 ? Z : E;
    }

    /** Where the weightier neighbour of {@code atom} lies: 1 above, -1 below, 0 unknown or none weightier. */
    private int side(int atom, int partner) {
        int up = 0;
        int stated = -1;
        List<Integer> others = new ArrayList<>();
        for (Bond bond : molecule.bondsOf(atom)) {
            int other = bond.other(atom);
            if (other == partner) {
                continue;
            }
            others.add(other);
            if (bond.upFrom(atom) != 0) {
                up = bond.upFrom(atom);
                stated = other;
            }
        }
        if (up == 0 || others.size() > 2) {
            return 0;
        }
        if (others.size() == 1) {
            return molecule.atoms().get(atom).hydrogens() == 1
                            || molecule.atoms().get(atom).hydrogens() == 0
                    ? up
                    : 0;
        }
        int rival = others.get(0) == stated ? others.get(1) : others.get(0);
        return up * Integer.signum(compare(atom, stated, rival));
    }

    private int compare(int from, int one, int other) {
        List<Step> a = List.of(step(one, from));
        List<Step> b = List.of(step(other, from));
        for (int sphere = 0; sphere < MAX_SPHERES; sphere++) {
            int length = Math.min(a.size(), b.size());
            for (int i = 0; i < length; i++) {
                if (a.get(i).number() != b.get(i).number()) {
                    return a.get(i).number() - b.get(i).number();
                }
            }
            if (a.size() != b.size()) {
                return a.size() - b.size();
            }
            if (a.isEmpty() || a.size() > MAX_SPHERE) {
                return 0;
            }
            a = next(a);
            b = next(b);
        }
        return 0;
    }

    private Step step(int atom, int parent) {
        return new Step(molecule.atoms().get(atom).number(), atom, parent);
    }

    private List<Step> next(List<Step> sphere) {
        List<Step> next = new ArrayList<>();
        for (Step step : sphere) {
            if (step.atom() < 0) {
                continue;
            }
            for (Bond bond : molecule.bondsOf(step.atom())) {
                int other = bond.other(step.atom());
                int number = molecule.atoms().get(other).number();
                for (int copy = 1; copy < bond.order(); copy++) {
                    next.add(new Step(number, -1, step.atom()));
                }
                if (other != step.parent()) {
                    next.add(new Step(number, other, step.atom()));
                }
            }
            for (int h = 0; h < molecule.atoms().get(step.atom()).hydrogens(); h++) {
                next.add(new Step(HYDROGEN, -1, step.atom()));
            }
        }
        next.sort(Comparator.comparingInt(Step::number).reversed());
        return next;
    }
}
