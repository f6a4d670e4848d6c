package io.metatransformer.server.call;

import java.util.UUID;
import java.util.regex.Pattern;

/** The id that a request carries from its first byte to the last line of the log. */
public final class RequestId {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    /** The caller's own id if it is of the documented form, else a fresh one. */
    public static String of(String given) {
        return given != null && FORM.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }
}
