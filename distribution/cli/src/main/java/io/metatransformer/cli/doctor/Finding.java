package io.metatransformer.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject such as {@code natives} or {@code model default}
 * @param detail what was found, and if it is not {@link Level#OK} what to do about it
 */
public record Finding(Level level, String subject, String detail) {

    /** How bad it is. */
    public enum Level {
        OK,
        /** Works, with a limit worth knowing. */
        WARN,
        /** Something will fail. */
        BAD
    }

    static Finding ok(String subject, String detail) {
        return new Finding(Level.OK, subject, detail);
    }

    static Finding warn(String subject, String detail) {
        return new Finding(Level.WARN, subject, detail);
    }

    static Finding bad(String subject, String detail) {
        return new Finding(Level.BAD, subject, detail);
    }
}
