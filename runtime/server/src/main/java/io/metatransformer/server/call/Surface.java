package io.metatransformer.server.call;

import java.util.Locale;

/** The doors, as metrics name them. */
public enum Surface {
    NATIVE,
    BUS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
