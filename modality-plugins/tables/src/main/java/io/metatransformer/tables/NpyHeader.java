package io.metatransformer.tables;

import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What an NPY file says of its array: a Python dictionary of exactly three entries, of which only this form is
 * read, never evaluated: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}.
 *
 * @param columnMajor whether the first index runs fastest
 */
record NpyHeader(String type, boolean columnMajor, int[] shape) {

    static NpyHeader parse(String name, String text) {
        return new Parser(name, text).parse();
    }

    private static final class Parser {
        private static final int MAX_RANK = 32;

        private final String name;
        private final String text;
        private int at;
        private String type = "";
        private boolean columnMajor;
        private int[] shape = {};

        Parser(String name, String text) {
            this.name = name;
            this.text = text;
        }

        NpyHeader parse() {
            Set<String> seen = new HashSet<>();
            expect('{');
            while (!take('}')) {
                String key = word();
                expect(':');
                switch (key) {
                    case "descr" -> type = type();
                    case "fortran_order" -> columnMajor = bool();
                    case "shape" -> shape = shape();
                    default -> throw broken();
                }
                if (!seen.add(key)) {
                    throw broken();
                }
                if (!take(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (at != text.length() || seen.size() != 3) {
                throw broken();
            }
            return new NpyHeader(type, columnMajor, shape);
        }

        private String type() {
            skipSpace();
            if (at < text.length() && text.charAt(at) == '[') {
                throw NpyFile.unsupported(name, "a record of fields");
            }
            return word();
        }

        private String word() {
            char quote = take('"') ? '"' : '\'';
            if (quote == '\'') {
                expect('\'');
            }
            int end = text.indexOf(quote, at);
            if (end < 0) {
                throw broken();
            }
            String word = text.substring(at, end);
            at = end + 1;
            return word;
        }

        private boolean bool() {
            skipSpace();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw broken();
        }

        private int[] shape() {
            int[] sizes = new int[MAX_RANK];
            int rank = 0;
            expect('(');
            while (!take(')')) {
                if (rank == MAX_RANK) {
                    throw broken();
                }
                sizes[rank++] = size();
                if (!take(',')) {
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, rank);
        }

        private int size() {
            skipSpace();
            int start = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                at++;
            }
            try {
                return Integer.parseInt(text, start, at, 10);
            } catch (NumberFormatException e) {
                throw broken();
            }
        }

        private boolean take(char c) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!take(c)) {
                throw broken();
            }
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private MetaTransformerException broken() {
            return NpyFile.malformed(name, "has a broken header at character " + at);
        }
    }
}
