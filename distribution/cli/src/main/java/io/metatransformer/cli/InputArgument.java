package io.metatransformer.cli;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One input as the command line names it: {@code FILE}, {@code MODALITY=FILE}, or {@code -} for standard input.
 *
 * @param modality as given with it
 */
record InputArgument(Optional<Modality> modality, String file) {
    private static final String STANDARD_INPUT = "-";
    private static final int MAX_BYTES = 1 << 30;

    /** A file whose own name holds {@code =} is taken as it is. */
    static InputArgument of(String argument) {
        int equals = argument.indexOf('=');
        if (equals < 1 || Files.exists(Path.of(argument))) {
            return new InputArgument(Optional.empty(), argument);
        }
        return new InputArgument(
                Optional.of(Modality.of(argument.substring(0, equals))),
                argument.substring(equals + 1));
    }

    /**
     * @param otherwise modality of an input that names none; absent for what the content tells
     * @param options of the tokenizer
     */
    Input open(Optional<Modality> otherwise, Map<String, ?> options, InputStream standardInput) {
        Modality chosen = modality.or(() -> otherwise).orElse(Item.AUTO);
        Input input =
                file.equals(STANDARD_INPUT)
                        ? Input.read(chosen, standardInput, MAX_BYTES).named("stdin")
                        : Input.of(chosen, Path.of(file));
        return input.withOptions(options);
    }
}
