/**
 * Features of a series to how it goes on, to its gaps filled, or to how unusual each step is.
 *
 * <p>Source: the tasks of the reference's time-series library (Time-Series-Library), and for the linear
 * forecast the head of PatchTST (arXiv 2211.14730).
 */
package io.metatransformer.head.forecasting;
