package io.metatransformer.cli.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One file for each modality, as {@value #INDEX} in their folder lists them.
 *
 * @param files by the id of their modality
 */
public record Samples(Map<String, Path> files) {
    static final String INDEX = "samples.json";

    public Samples {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * Those of a folder.
     *
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR} if there is no list, {@link
     *     ErrorCode#MALFORMED} if it is none of names
     */
    public static Samples in(Path folder) {
        try {
            JsonNode index = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(INDEX)));
            Map<String, Path> files = new TreeMap<>();
            index.properties()
                    .forEach(
                            entry ->
                                    files.put(
                                            entry.getKey(),
                                            folder.resolve(entry.getValue().asText())));
            return new Samples(files);
        } catch (JsonProcessingException e) {
            throw new MetaTransformerException(
                    ErrorCode.MALFORMED, INDEX + " of the samples is no JSON", e);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "the samples have no " + INDEX + ": is the package whole?",
                    e);
        }
    }

    /** The sample of a modality, unless there is none. */
    public Optional<Input> of(Modality modality) {
        return Optional.ofNullable(files.get(modality.id())).map(file -> Input.of(modality, file));
    }
}
