package io.metatransformer.cli.demo;

import java.nio.ByteBuffer;
import java.util.Base64;

/** A page that grows. What comes from outside enters only as text, and is escaped. */
final class Html {
    private final StringBuilder page = new StringBuilder(1 << 16);

    /** Markup of ours, as it is. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Anybody's text. */
    Html text(Object text) {
        String.valueOf(text).codePoints().forEach(this::escape);
        return this;
    }

    /** An element that holds nothing but text. */
    Html element(String tag, Object text) {
        String name = tag.split(" ", 2)[0];
        return raw("<" + tag + ">").text(text).raw("</" + name + ">");
    }

    /** A picture inside the page: nothing in it can run or fetch. */
    Html image(String mediaType, ByteBuffer bytes, String alternative, String more) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        raw("<img " + more + " src=\"data:" + mediaType + ";base64,");
        raw(Base64.getEncoder().encodeToString(copy));
        return raw("\" alt=\"").text(alternative).raw("\">");
    }

    private void escape(int point) {
        switch (point) {
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '&' -> page.append("&amp;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            default -> {
                boolean plain =
                        !Character.isISOControl(point)
                                && Character.getType(point) != Character.FORMAT
                                && Character.getType(point) != Character.SURROGATE;
                page.appendCodePoint(plain ? point : ' ');
            }
        }
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
