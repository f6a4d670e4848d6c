package io.metatransformer.core.report;

/** Text of HTML and of SVG within it. What is not ours is escaped. */
final class Markup {
    private static final int LONGEST = 200;

    private final StringBuilder page = new StringBuilder(1 << 14);

    /** Markup of ours, as it is. */
    Markup raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Anybody's text, cut where nobody reads on. */
    Markup text(Object text) {
        String all = String.valueOf(text);
        all.codePoints().limit(LONGEST).forEach(this::escape);
        if (all.codePointCount(0, all.length()) > LONGEST) {
            page.append('…');
        }
        return this;
    }

    /**
     * An element that holds nothing but text.
     *
     * @param tag its name, perhaps with attributes of ours
     */
    Markup element(String tag, Object text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag.split(" ", 2)[0] + ">");
    }

    private void escape(int point) {
        switch (point) {
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '&' -> page.append("&amp;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            default -> page.appendCodePoint(isPlain(point) ? point : ' ');
        }
    }

    /** Neither a control nor a mark that turns the direction of writing. */
    private static boolean isPlain(int point) {
        return !Character.isISOControl(point)
                && Character.getType(point) != Character.FORMAT
                && Character.getType(point) != Character.SURROGATE;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
