package io.metatransformer.server.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a trace something happens, as W3C Trace Context writes it.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether whoever began the trace records it
 * @param state {@code tracestate} as it came; may be empty
 */
public record TraceContext(String traceId, String spanId, boolean sampled, String state) {
    public static final String PARENT = "traceparent";
    public static final String STATE = "tracestate";

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final Pattern MEMBER =
            Pattern.compile(
                    "\\s*|\\s*[a-z0-9][a-z0-9_\\-*/@]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,256}\\s*");
    private static final int MAX_STATE = 512;
    private static final int MAX_MEMBERS = 32;
    private static final int SAMPLED = 1;

    /**
     * Reads the two headers.
     *
     * @param parents every {@code traceparent} that came; only one alone counts
     * @param states every {@code tracestate} that came; one that is broken or longer than 512 characters is
     *     dropped, the rest of the context is not
     * @return empty if there is no context, or none that the standard allows
     */
    public static Optional<TraceContext> read(List<String> parents, List<String> states) {
        if (parents.size() != 1) {
            return Optional.empty();
        }
        Matcher parent = FORM.matcher(parents.get(0).strip());
        if (!parent.matches()) {
            return Optional.empty();
        }
        String version = parent.group(1);
        boolean allowed =
                !version.equals("ff") && (!version.equals("00") || parent.group(5) == null);
        if (!allowed || isZero(parent.group(2)) || isZero(parent.group(3))) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parent.group(4), 16) & SAMPLED) != 0;
        return Optional.of(
                new TraceContext(parent.group(2), parent.group(3), sampled, state(states)));
    }

    private static String state(List<String> states) {
        String all = String.join(",", states);
        String[] members = all.split(",", -1);
        if (all.length() > MAX_STATE || members.length > MAX_MEMBERS) {
            return "";
        }
        for (String member : members) {
            if (!MEMBER.matcher(member).matches()) {
                return "";
            }
        }
        return all;
    }

    private static boolean isZero(String hex) {
        return hex.chars().allMatch(digit -> digit == '0');
    }

    /** The beginning of a trace of its own. */
    public static TraceContext fresh(boolean sampled) {
        return new TraceContext(hex(32), hex(16), sampled, "");
    }

    /** Another place in the same trace. */
    public TraceContext next() {
        return new TraceContext(traceId, hex(16), sampled, state);
    }

    private static String hex(int digits) {
        byte[] bytes = new byte[digits / 2];
        ThreadLocalRandom.current().nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return isZero(hex) ? hex(digits) : hex;
    }

    /** As {@code traceparent} says it. */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
