package io.metatransformer.core.model;

import io.metatransformer.api.WeightOrigin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code model.json} says of a model.
 *
 * @param name as its folder
 * @param version a decimal number
 * @param description for people; may be empty
 * @param encoderOptions settings of the encoder service
 * @param encoderOrigins where each tensor of the encoder came from
 * @param fingerprint of the encoder, 64 lower-case hex digits: equal encoders have equal ones
 * @param space in which embeddings of this model may be compared with those of others that name the same
 * @param parts tokenizers and heads that the model brings
 * @param files every file by its path from the model's folder, with {@code /}
 */
public record Manifest(
        String name,
        String version,
        String description,
        EncoderShape encoder,
        Map<String, Object> encoderOptions,
        Map<String, WeightOrigin> encoderOrigins,
        String fingerprint,
        Optional<Source> source,
        Optional<Licence> licence,
        Optional<String> space,
        List<PartInfo> parts,
        Map<String, FileEntry> files) {

    public Manifest {
        encoderOptions = Collections.unmodifiableMap(new TreeMap<>(encoderOptions));
        encoderOrigins = Collections.unmodifiableMap(new TreeMap<>(encoderOrigins));
        parts = List.copyOf(parts);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** The part of that kind and name, if the model brings it. */
    public Optional<PartInfo> part(PartInfo.Kind kind, String partName) {
        return parts.stream()
                .filter(part -> part.kind() == kind && part.name().equals(partName))
                .findFirst();
    }

    Manifest withParts(List<PartInfo> read) {
        return with(read, files);
    }

    /**
     * This model with a head, instead of one of the same name.
     *
     * @param headFiles by their path from the head's folder
     */
    Manifest withHead(PartInfo head, Map<String, FileEntry> headFiles) {
        String prefix = head.kind().folder() + "/" + head.name() + "/";
        Map<String, FileEntry> all = new TreeMap<>(files);
        all.keySet().removeIf(path -> path.startsWith(prefix));
        headFiles.forEach((path, file) -> all.put(prefix + path, file));
        List<PartInfo> others = new ArrayList<>(parts);
        others.removeIf(part -> part.kind() == head.kind() && part.name().equals(head.name()));
        others.add(head);
        return with(others, all);
    }

    private Manifest with(List<PartInfo> read, Map<String, FileEntry> all) {
        return new Manifest(
                name,
                version,
                description,
                encoder,
                encoderOptions,
                encoderOrigins,
                fingerprint,
                source,
                licence,
                space,
                read,
                all);
    }

    /** Size of all files in bytes: about what the weights need in memory. */
    public long bytes() {
        return files.values().stream().mapToLong(FileEntry::size).sum();
    }
}
