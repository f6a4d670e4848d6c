package io.metatransformer.endtoend;

/** What became of a process that has ended. */
record Outcome(int exitCode, String out, String err) {
    @Override
    public String toString() {
        return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
    }
}
