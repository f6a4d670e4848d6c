package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Eigenvectors of the normalised Laplacian {@code I - D^-1/2 A D^-1/2} identify nodes, those of the smallest
 * eigenvalues first. Repeated edges count once, a self loop counts 1, an edge counts both ways; a node without edges
 * has degree 1.
 *
 * <p>Signs are arbitrary, and for repeated eigenvalues the whole basis is. What does not depend on the solver is the
 * projector {@code R = Σ v vᵀ} of each eigenvalue, so the basis is taken from there: as often as there are vectors,
 * the column of R with the largest diagonal entry (ties: the smallest index), scaled to length 1, is emitted and
 * taken out of R. That is a pivoted Cholesky factor of R, of which only the columns that are wanted are computed.
 */
final class LaplacianIds {
    /** Eigenvalues that lie this close count as one. */
    private static final double SAME_EIGENVALUE = 1e-5;

    /** Diagonal entries that lie this close count as equal. */
    private static final double TIE = 1e-6;

    private LaplacianIds() {}

    /** Eigenvalues ascending, and the eigenvectors of the first of them. */
    record Eigen(double[] values, double[][] vectors) {}

    /**
     * @param canonical whether the basis is made unique
     * @return {@code [n, k]}, zero columns on the right where there are fewer than k nodes
     */
    static float[] of(NumberedGraph graph, int k, boolean canonical) {
        int columns = Math.min(k, graph.nodes());
        Eigen eigen = eigen(laplacian(graph), columns);
        double[][] basis = canonical ? canonical(eigen, columns) : eigen.vectors();
        float[] ids = new float[graph.nodes() * k];
        for (int column = 0; column < columns; column++) {
            for (int node = 0; node < graph.nodes(); node++) {
                ids[node * k + column] = (float) basis[column][node];
            }
        }
        return ids;
    }

    static DMatrixRMaj laplacian(NumberedGraph graph) {
        int n = graph.nodes();
        DMatrixRMaj L = new DMatrixRMaj(n, n);
        for (int entry = 0; entry < graph.entries(); entry++) {
            L.set(graph.from()[entry], graph.to()[entry], 1);
            L.set(graph.to()[entry], graph.from()[entry], 1);
        }
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            double degree = 0;
            for (int j = 0; j < n; j++) {
                degree += L.get(i, j);
            }
            scale[i] = 1 / Math.sqrt(Math.max(1, degree));
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double edge = scale[i] * L.get(i, j) * scale[j];
                L.set(i, j, (i == j ? 1 : 0) - edge);
            }
        }
        return L;
    }

    /**
     * @param columns eigenvectors that are wanted; those of the same eigenvalue as the last come with them
     */
    static Eigen eigen(DMatrixRMaj symmetric, int columns) {
        int n = symmetric.getNumRows();
        EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(n, true, true);
        if (!solver.decompose(symmetric)) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE_OUTPUT,
                    "the eigenvectors of a graph of " + n + " nodes were not found");
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> solver.getEigenvalue(i).getReal()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = solver.getEigenvalue(order[i]).getReal();
        }
        double[][] vectors = new double[end(values, columns - 1)][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = solver.getEigenVector(order[i]).getData();
        }
        return new Eigen(values, vectors);
    }

    /** Where the group of eigenvalues that count as one with {@code start} ends. */
    private static int end(double[] values, int start) {
        int end = start + 1;
        while (end < values.length && values[end] - values[end - 1] <= SAME_EIGENVALUE) {
            end++;
        }
        return end;
    }

    /** The first {@code columns} vectors of the unique basis. */
    static double[][] canonical(Eigen eigen, int columns) {
        double[][] basis = new double[columns][];
        int end;
        for (int start = 0; start < columns; start = end) {
            end = end(eigen.values(), start);
            canonical(eigen.vectors(), start, end, basis);
        }
        return basis;
    }

    /** Fills {@code basis} from {@code start} on, up to the end of the group or its own. */
    private static void canonical(double[][] vectors, int start, int end, double[][] basis) {
        int n = vectors[start].length;
        double[] diagonal = new double[n]; // of R, less what was emitted
        for (int g = start; g < end; g++) {
            for (int i = 0; i < n; i++) {
                diagonal[i] += vectors[g][i] * vectors[g][i];
            }
        }
        for (int next = start; next < Math.min(end, basis.length); next++) {
            int pivot = pivot(diagonal);
            double[] v = new double[n]; // column of R, less what was emitted
            for (int g = start; g < end; g++) {
                add(v, vectors[g][pivot], vectors[g]);
            }
            for (int before = start; before < next; before++) {
                add(v, -basis[before][pivot], basis[before]);
            }
            double length = Math.sqrt(v[pivot]);
            for (int i = 0; i < n; i++) {
                v[i] /= length;
                diagonal[i] -= v[i] * v[i];
            }
            basis[next] = v;
        }
    }

    private static int pivot(double[] diagonal) {
        double largest = 0;
        for (double entry : diagonal) {
            largest = Math.max(largest, entry);
        }
        int pivot = 0;
        while (diagonal[pivot] < largest - TIE) {
            pivot++;
        }
        return pivot;
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * vector[i];
        }
    }
}
