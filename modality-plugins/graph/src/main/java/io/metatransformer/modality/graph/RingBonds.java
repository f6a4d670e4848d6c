package io.metatransformer.modality.graph;

import io.metatransformer.modality.graph.Molecule.Bond;
import java.util.ArrayList;
import java.util.List;

/** Which bonds are on a ring: those whose removal leaves their ends connected, no bridges (Tarjan, 1974); and their atoms. */
final class RingBonds {
    private final boolean[] atoms;
    private final boolean[] ofBonds;

    RingBonds(int n, List<Bond> bonds) {
        atoms = new boolean[n];
        ofBonds = new boolean[bonds.size()];
        List<List<Integer>> at = new ArrayList<>();
        for (int atom = 0; atom < n; atom++) {
            at.add(new ArrayList<>());
        }
        for (int bond = 0; bond < bonds.size(); bond++) {
            at.get(bonds.get(bond).from()).add(bond);
            at.get(bonds.get(bond).to()).add(bond);
        }
        search(bonds, at);
        for (int bond = 0; bond < bonds.size(); bond++) {
            atoms[bonds.get(bond).from()] |= ofBonds[bond];
            atoms[bonds.get(bond).to()] |= ofBonds[bond];
        }
    }

    boolean hasAtom(int atom) {
        return atoms[atom];
    }

    boolean hasBond(int bond) {
        return ofBonds[bond];
    }

    /** Depth first, without recursion: molecules may be long. */
    private void search(List<Bond> bonds, List<List<Integer>> at) {
        int n = at.size();
        int[] entered = new int[n]; // 0: not yet
        int[] lowest = new int[n];
        int[] next = new int[n];
        int[] cameBy = new int[n];
        int[] stack = new int[n];
        int clock = 0;
        for (int root = 0; root < n; root++) {
            if (entered[root] != 0) {
                continue;
            }
            int depth = 0;
            stack[0] = root;
            cameBy[root] = -1;
            entered[root] = lowest[root] = ++clock;
            while (depth >= 0) {
                int atom = stack[depth];
                if (next[atom] < at.get(atom).size()) {
                    int bond = at.get(atom).get(next[atom]++);
                    int other = bonds.get(bond).other(atom);
                    if (bond == cameBy[atom]) {
                        continue;
                    }
                    if (entered[other] == 0) {
                        stack[++depth] = other;
                        cameBy[other] = bond;
                        entered[other] = lowest[other] = ++clock;
                    } else {
                        lowest[atom] = Math.min(lowest[atom], entered[other]);
                        ofBonds[bond] = true;
                    }
                } else if (--depth >= 0) {
                    int parent = stack[depth];
                    lowest[parent] = Math.min(lowest[parent], lowest[atom]);
                    ofBonds[cameBy[atom]] |= lowest[atom] <= entered[parent];
                }
            }
        }
    }
}
