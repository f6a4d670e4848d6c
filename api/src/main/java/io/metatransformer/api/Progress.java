package io.metatransformer.api;

/** Told how far a long piece of work has come. Calls may come from any thread, one at a time. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (stage, done, total) -> {};

    /**
     * @param stage what is being done, such as {@code "export"}
     * @param done units finished, {@code 0 <= done <= total}
     * @param total units in this stage, at least 1
     */
    void report(String stage, long done, long total);
}
