package io.metatransformer.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of a document.
 *
 * @param document its file's name
 * @param line of its first line of text, from 1
 * @param language as its fence says; may be empty
 * @param text without the fences, each line ended
 */
record Fence(String document, int line, String language, String text) {
    private static final String FENCE = "```";

    /** Every one of a Markdown file, in order. */
    static List<Fence> of(Path document) throws IOException {
        List<Fence> fences = new ArrayList<>();
        StringBuilder text = null;
        String language = "";
        int began = 0;
        int line = 0;
        for (String each : Files.readAllLines(document)) {
            line++;
            if (text == null && each.startsWith(FENCE)) {
                text = new StringBuilder();
                language = each.substring(FENCE.length()).strip();
                began = line + 1;
            } else if (text != null && each.equals(FENCE)) {
                String name = document.getFileName().toString();
                fences.add(new Fence(name, began, language, text.toString()));
                text = null;
            } else if (text != null) {
                text.append(each).append('\n');
            }
        }
        if (text != null) {
            throw new AssertionError(document + ":" + began + " has no end");
        }
        return fences;
    }

    /** The README, then the documents beside it by name. */
    static List<Path> documents(Path root) throws IOException {
        List<Path> documents = new ArrayList<>(List.of(root.resolve("README.md")));
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            docs.filter(each -> each.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    @Override
    public String toString() {
        return document + ":" + line + " " + language;
    }
}
