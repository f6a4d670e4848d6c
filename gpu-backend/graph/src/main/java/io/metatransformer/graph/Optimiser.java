package io.metatransformer.graph;

/**
 * How {@link Training} turns gradients into steps. With g the gradient, w the weight, η the learning rate
 * and t the number of the step from 1, as PyTorch computes them:
 *
 * <pre>
 *   SGD    g += decay·w;  m = momentum·m + g (m = g in the first step);  w -= η·m
 *   ADAM   g += decay·w;  m = β1·m + (1-β1)·g;  v = β2·v + (1-β2)·g²
 *          w -= η · (m / (1-β1ᵗ)) / (√(v / (1-β2ᵗ)) + eps)
 *   ADAMW  w -= η·decay·w, then as ADAM with the bare g       (Loshchilov and Hutter, arXiv 1711.05101)
 * </pre>
 *
 * @param rule which of them
 * @param beta1 β1; the momentum of SGD
 * @param decay of weights; 0 for none
 * @param decaysVectors whether biases and norms, tensors of one axis, decay too
 * @param maxNorm gradients of all tensors together are scaled down to this norm; 0 for no limit
 */
public record Optimiser(
        Rule rule,
        double beta1,
        double beta2,
        double eps,
        double decay,
        boolean decaysVectors,
        double maxNorm) {

    /** The family of the update. */
    public enum Rule {
        SGD,
        ADAM,
        ADAMW
    }

    public Optimiser {
        require("beta1", beta1 >= 0 && beta1 < 1);
        require("beta2", beta2 >= 0 && beta2 < 1);
        require("eps", eps > 0);
        require("decay", decay >= 0);
        require("maxNorm", maxNorm >= 0);
    }

    private static void require(String name, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException(name + " is out of its range");
        }
    }

    /** β 0.9 and 0.999, eps 1e-8, decay of matrices and kernels alone. */
    public static Optimiser adamW(double decay) {
        return new Optimiser(Rule.ADAMW, 0.9, 0.999, 1e-8, decay, false, 0);
    }

    public static Optimiser adam(double beta1, double beta2, double decay) {
        return new Optimiser(Rule.ADAM, beta1, beta2, 1e-8, decay, true, 0);
    }

    public static Optimiser sgd(double momentum, double decay) {
        return new Optimiser(Rule.SGD, momentum, 0, 1e-8, decay, true, 0);
    }

    public Optimiser decayingVectors() {
        return new Optimiser(rule, beta1, beta2, eps, decay, true, maxNorm);
    }

    public Optimiser clippingTo(double norm) {
        return new Optimiser(rule, beta1, beta2, eps, decay, decaysVectors, norm);
    }
}
