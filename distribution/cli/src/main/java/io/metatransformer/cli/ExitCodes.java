package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;

/**
 * What the process says when it ends. Beyond success and usage, the code says whose turn it is, as {@link
 * ErrorCode#turn} does.
 */
final class ExitCodes {
    /** Done. */
    static final int OK = 0;

    /** {@code doctor} found something wrong; {@code bench --soak} saw memory grow. */
    static final int FOUND = 1;

    /** The command line itself: an unknown option, a missing argument. */
    static final int USAGE = 2;

    /** The caller's turn: another input, another name, another option. */
    static final int CALLER = 3;

    /** The turn of who made the plugin or the model. */
    static final int PLUGIN = 4;

    /** The turn of who runs the machine: memory, disk, files, ports. */
    static final int MACHINE = 5;

    /** For the end of {@code --help}. */
    static final String HELP =
            "Exit codes: 0 done, 1 doctor or bench found something wrong, 2 usage, 3 the input or"
                    + " request is at fault, 4 a plugin or model is, 5 the machine is.";

    private ExitCodes() {}

    static int of(ErrorCode code) {
        return switch (code.turn()) {
            case CALLER -> CALLER;
            case PLUGIN -> PLUGIN;
            case MACHINE -> MACHINE;
        };
    }
}
