package io.metatransformer.benchmarks;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kinds of sounds of the Sonic Pi library: drums, cymbals, loops and the like, as the first part of a file's name has
 * them. They are few, so that every number here has a wide range.
 */
final class Sounds implements Source {
    private static final long SEED = 5;
    private static final double TRAINING = 0.6;

    /** In seconds: of less the tokenizer makes no frame. */
    private static final double SHORTEST = 0.03;

    private static final List<String> KINDS =
            List.of("ambi", "bass", "bd", "drum", "elec", "hat", "loop", "perc", "tabla");

    @Override
    public String name() {
        return "sounds";
    }

    @Override
    public Problem read(Path data, boolean full) throws IOException {
        Path folder = Source.existing(data, name());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> KINDS.contains(kind(file))).sorted().toList();
        }
        List<Problem.Case> cases = new ArrayList<>();
        for (Path file : files) {
            double[] spectrum = Spectrum.of(file);
            if (Spectrum.seconds(spectrum) >= SHORTEST) {
                cases.add(sound(file, spectrum));
            }
        }
        var parts = new Draw(SEED).parts(cases, Sounds::label, TRAINING);
        return Problem.of(
                name(),
                KINDS.size() + " kinds of sounds",
                "mean and deviation of " + Spectrum.BANDS + " bands of the spectrum",
                parts.training(),
                parts.test());
    }

    private static String kind(Path file) {
        return file.getFileName().toString().split("_", 2)[0];
    }

    private static Problem.Case sound(Path file, double[] spectrum) {
        Item item = Item.of(Input.of(Modality.AUDIO, file));
        Target target = new Target.Label(kind(file));
        return new Problem.Case(new Example(file.getFileName().toString(), item, target), spectrum);
    }

    private static String label(Problem.Case sound) {
        return ((Target.Label) sound.example().target()).label();
    }
}
