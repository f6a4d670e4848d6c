package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checkpoint's tensors without what distributed training and compiling put in front of their names. */
final class Unwrapped implements Weights {
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    private static final int MAX_NAME = 4096;

    private final Checkpoint file;
    private final Map<String, String> fileNames = new LinkedHashMap<>();

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if two tensors get one name, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for a name that is no name
     */
    Unwrapped(Checkpoint file) {
        this.file = file;
        for (String name : file.names()) {
            if (name.length() > MAX_NAME) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        file.fileName()
                                + ": a tensor's name of "
                                + name.length()
                                + " characters; at most "
                                + MAX_NAME
                                + " are read");
            }
            String other = fileNames.putIfAbsent(strip(name), name);
            if (other != null) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_WEIGHTS,
                        file.fileName()
                                + ": "
                                + FileNames.quoted(other)
                                + " and "
                                + FileNames.quoted(name)
                                + " are one tensor once 'module.' is taken off");
            }
        }
    }

    private static String strip(String name) {
        String bare = name;
        for (boolean stripped = true; stripped; ) {
            stripped = false;
            for (String wrapper : WRAPPERS) {
                if (bare.startsWith(wrapper)) {
                    bare = bare.substring(wrapper.length());
                    stripped = true;
                }
            }
        }
        return bare;
    }

    boolean has(String name) {
        return fileNames.containsKey(name);
    }

    /** What the file itself calls the tensor, in quotes, for messages. */
    String shown(String name) {
        return FileNames.quoted(fileNames.getOrDefault(name, name));
    }

    String fileName() {
        return file.fileName();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(fileNames.keySet());
    }

    @Override
    public int[] shape(String name) {
        return file.shape(fileNames.getOrDefault(name, name));
    }

    @Override
    public Tensor get(String name) {
        return file.get(fileNames.getOrDefault(name, name));
    }

    String dtype(String name) {
        return file.dtype(fileNames.getOrDefault(name, name));
    }

    /** Whether the encoder can read its values. */
    boolean floating(String name) {
        return switch (dtype(name)) {
            case "F32", "F16", "BF16", "F64" -> true;
            default -> false;
        };
    }
}
