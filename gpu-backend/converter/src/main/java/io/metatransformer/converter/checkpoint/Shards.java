package io.metatransformer.converter.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.converter.checkpoint.pytorch.ReadOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A checkpoint that was split: {@code {"weight_map": {tensor: file, …}}} beside its shards. Each shard is a
 * plain file name in the same folder; each tensor lies in the shard that the map names, and nowhere else.
 */
final class Shards {
    /** No separators, so no way out of the folder. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private static final int MAX_SHARDS = 1000;

    private final Path index;
    private final String name;
    private final Map<Path, TensorFile> shards = new TreeMap<>();

    private Shards(Path index) {
        this.index = index;
        this.name = FileNames.of(index);
    }

    static Checkpoint open(Path index, ReadOptions options, Progress progress) {
        Shards shards = new Shards(index);
        try {
            return Checkpoint.of(index, shards.shards, shards.read(options, progress));
        } catch (Throwable e) {
            shards.shards.values().forEach(TensorFile::close);
            throw e;
        }
    }

    private Map<String, TensorFile> read(ReadOptions options, Progress progress) {
        JsonNode map = Json.object(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw bad(
                    "JSON, but no list of shards: an index has a 'weight_map' from tensors to files");
        }
        Map<String, TensorFile> byTensor = new LinkedHashMap<>();
        map.properties()
                .forEach(
                        entry ->
                                byTensor.put(
                                        entry.getKey(),
                                        shard(entry.getValue(), options, progress)));
        byTensor.forEach(
                (tensor, shard) -> {
                    if (!shard.names().contains(tensor)) {
                        throw bad(
                                "tensor "
                                        + FileNames.quoted(tensor)
                                        + " is not in the shard that the index names");
                    }
                });
        for (TensorFile shard : shards.values()) {
            for (String tensor : shard.names()) {
                if (byTensor.get(tensor) != shard) {
                    throw bad(
                            "a shard holds "
                                    + FileNames.quoted(tensor)
                                    + ", which the index does not place there");
                }
            }
        }
        return byTensor;
    }

    private TensorFile shard(JsonNode file, ReadOptions options, Progress progress) {
        if (!file.isTextual() || !PLAIN.matcher(file.textValue()).matches()) {
            throw new MetaTransformerException(
                    ErrorCode.INSECURE_CONTENT,
                    name + ": a shard must be a plain file name in the index's own folder");
        }
        Path path = index.resolveSibling(file.textValue());
        TensorFile known = shards.get(path);
        if (known != null) {
            return known;
        }
        if (shards.size() == MAX_SHARDS) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name + ": more than " + MAX_SHARDS + " shards are not read");
        }
        FileKind kind = FileKind.of(path);
        if (kind == FileKind.SHARD_INDEX) {
            throw bad(FileNames.of(path) + " is itself an index");
        }
        TensorFile opened = TensorFile.open(path, kind, options, progress);
        shards.put(path, opened);
        return opened;
    }

    private MetaTransformerException bad(String reason) {
        return new MetaTransformerException(ErrorCode.BAD_WEIGHTS, name + ": " + reason);
    }
}
