/**
 * Heads fitted to real data through a frozen encoder, beside three baselines of another library that read the raw
 * input. What is read, how it is parted and what is measured is fixed, so that two runs can be compared.
 */
package io.metatransformer.benchmarks;
