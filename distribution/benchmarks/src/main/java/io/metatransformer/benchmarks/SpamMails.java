package io.metatransformer.benchmarks;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Mails that are spam or not, of the public corpus of SpamAssassin: the subject and the beginning of the body. Other
 * headers are left out: they tell where a mail was collected. The tokenizer reads the first 77 pieces of a mail, the
 * baselines all of what is kept of it.
 */
final class SpamMails implements Source {
    private static final int KEPT = 1000;
    private static final int WORDS = 1000;
    private static final long SEED = 2;
    private static final Pattern BREAK = Pattern.compile("\r?\n\r?\n");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}$!]+");

    @Override
    public String name() {
        return "spam";
    }

    private record Mail(String name, String text, String label) {
        String[] words() {
            return NO_WORD.split(text.toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Path folder = Source.existing(data, name());
        List<Mail> mails = new ArrayList<>();
        for (String part : List.of("easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2")) {
            mails.addAll(mails(folder.resolve(part), part.startsWith("spam") ? "spam" : "ham"));
        }
        var parts =
                new Draw(SEED)
                        .parts(mails, full ? mails.size() * 3 / 4 : 1_500, full ? 9_999 : 750);
        List<String> words = frequent(parts.training());
        return Problem.of(
                name(),
                "spam or not, of mails",
                words.size() + " most frequent words",
                cases(parts.training(), words),
                cases(parts.test(), words));
    }

    private static List<Mail> mails(Path folder, String label) throws IOException {
        List<Mail> mails = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(p -> p.toString().endsWith(".txt")).sorted().toList()) {
                String text = text(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (!text.isBlank()) {
                    mails.add(new Mail(file.getFileName().toString(), text, label));
                }
            }
        }
        return mails;
    }

    private static String text(String mail) {
        String[] headAndBody = BREAK.split(mail, 2);
        String subject =
                headAndBody[0]
                        .lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("subject:"))
                        .map(line -> line.substring("subject:".length()).strip())
                        .findFirst()
                        .orElse("");
        String body = headAndBody.length > 1 ? headAndBody[1].strip() : "";
        return subject + "\n" + body.substring(0, Math.min(KEPT, body.length()));
    }

    private static List<String> frequent(List<Mail> mails) {
        Map<String, Integer> counts = new HashMap<>();
        mails.forEach(
                mail -> Stream.of(mail.words()).forEach(w -> counts.merge(w, 1, Integer::sum)));
        return counts.keySet().stream()
                .sorted(Comparator.<String>comparingInt(w -> -counts.get(w)).thenComparing(w -> w))
                .limit(WORDS)
                .toList();
    }

    private static List<Problem.Case> cases(List<Mail> mails, List<String> words) {
        Map<String, Integer> places = new HashMap<>();
        words.forEach(word -> places.put(word, places.size()));
        List<Problem.Case> cases = new ArrayList<>();
        for (Mail mail : mails) {
            double[] counts = new double[words.size()];
            for (String word : mail.words()) {
                if (places.containsKey(word)) {
                    counts[places.get(word)]++;
                }
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Math.log1p(counts[i]);
            }
            Input input =
                    Input.of(Modality.TEXT, mail.text().getBytes(StandardCharsets.UTF_8))
                            .withMediaType("text/plain")
                            .withOptions(Map.of("mode", "contextual", "format", "plain"));
            Target target = new Target.Label(mail.label());
            cases.add(new Problem.Case(new Example(mail.name(), Item.of(input), target), counts));
        }
        return cases;
    }
}
