package io.metatransformer.workshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lists whose work lies in a packaged folder and on which terms, from the bill of materials (CycloneDX). A jar
 * that the bill does not know, or whose licence it does not name, stops the build.
 */
public final class ThirdParties {
    /** Native code of others inside a jar whose own licence is another, by the jar's group and name. */
    private static final Map<String, String> INSIDE =
            Map.of(
                    "org.bytedeco:ffmpeg",
                    "; inside: FFmpeg, LGPL version 3 or later, https://ffmpeg.org");

    private static final String OWN = "io.metatransformer";

    private ThirdParties() {}

    /** Arguments: the bill of materials, the packaged folder, the list to write. */
    public static void main(String[] args) throws IOException {
        JsonNode bill = new ObjectMapper().readTree(Path.of(args[0]).toFile());
        List<String> jars;
        try (Stream<Path> all = Files.walk(Path.of(args[1]))) {
            jars =
                    all.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".jar"))
                            .distinct()
                            .toList();
        }
        Files.write(Path.of(args[2]), list(bill, jars));
    }

    /** One line per jar of others, sorted. */
    static List<String> list(JsonNode bill, List<String> jars) {
        Map<String, JsonNode> byJar = new TreeMap<>();
        for (JsonNode component : bill.path("components")) {
            byJar.put(jar(component), component);
        }
        List<String> lines = new ArrayList<>();
        lines.add("Work of others in this folder: jar, licence, origin.");
        lines.add("");
        TreeSet<String> unknown = new TreeSet<>();
        for (String jar : new TreeSet<>(jars)) {
            JsonNode component = byJar.get(jar);
            if (component == null || licences(component).isEmpty()) {
                unknown.add(jar);
            } else if (!component.path("group").asText().equals(OWN)) {
                lines.add(
                        jar
                                + "  "
                                + String.join(" or ", licences(component))
                                + "  "
                                + component.path("group").asText()
                                + website(component)
                                + INSIDE.getOrDefault(
                                        component.path("group").asText()
                                                + ":"
                                                + component.path("name").asText(),
                                        ""));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "the bill of materials names no licence for " + unknown);
        }
        return lines;
    }

    /** The file name that Maven gives it. */
    private static String jar(JsonNode component) {
        String purl = component.path("purl").asText();
        String classifier = "";
        int at = purl.indexOf("classifier=");
        if (at >= 0) {
            classifier = "-" + purl.substring(at + "classifier=".length()).split("&", 2)[0];
        }
        return component.path("name").asText()
                + "-"
                + component.path("version").asText()
                + classifier
                + ".jar";
    }

    private static List<String> licences(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            String name =
                    Stream.of(choice.path("expression"), licence.path("id"), licence.path("name"))
                            .map(JsonNode::asText)
                            .filter(text -> !text.isBlank())
                            .findFirst()
                            .orElse("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static String website(JsonNode component) {
        for (JsonNode reference : component.path("externalReferences")) {
            if (reference.path("type").asText().equals("website")) {
                return "  " + reference.path("url").asText();
            }
        }
        return "";
    }
}
