package io.metatransformer.modality.graph;

import io.metatransformer.api.SplitMix64;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * Columns of a random orthogonal matrix identify nodes: that of a Gaussian matrix's QR decomposition, with a positive
 * diagonal of R, which makes it unique and uniformly distributed (Mezzadri, arXiv math-ph/0609050).
 */
final class OrthogonalIds {
    private OrthogonalIds() {}

    /**
     * @return {@code [n, size]}, each row of length 1: zeros on the right where there are fewer nodes, cut off (and
     *     no longer orthogonal) where there are more
     */
    static float[] of(int n, int size, long seed) {
        double[] normals = new double[n * n];
        new SplitMix64(seed).fillNormal(normals);
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, n);
        qr.decompose(DMatrixRMaj.wrap(n, n, normals));
        DMatrixRMaj Q = qr.getQ(null, false);
        DMatrixRMaj R = qr.getR(null, false);
        float[] ids = new float[n * size];
        double[] row = new double[Math.min(n, size)];
        for (int node = 0; node < n; node++) {
            double sign = R.get(node, node) < 0 ? -1 : 1;
            for (int i = 0; i < row.length; i++) {
                row[i] = sign * Q.get(i, node);
            }
            UnitLength.write(row, ids, node * size);
        }
        return ids;
    }
}
