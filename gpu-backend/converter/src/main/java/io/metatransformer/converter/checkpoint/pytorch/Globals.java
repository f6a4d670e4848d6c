package io.metatransformer.converter.checkpoint.pytorch;

import static java.util.Map.entry;

import io.metatransformer.converter.checkpoint.pytorch.Inert.Meaning;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of Python modules that a pickle may mention: exact pairs, no prefixes, no dotted names. */
final class Globals {
    private static final Map<String, Meaning> CALLABLE =
            Map.ofEntries(
                    entry("collections OrderedDict", Meaning.ORDERED_MAP),
                    entry("torch._utils _rebuild_tensor_v2", Meaning.TENSOR),
                    entry("torch._utils _rebuild_tensor", Meaning.TENSOR_OLD),
                    entry("torch._utils _rebuild_parameter", Meaning.PARAMETER),
                    entry("torch Size", Meaning.SIZE),
                    entry("torch device", Meaning.DEVICE),
                    entry("builtins set", Meaning.SET),
                    entry("builtins bytearray", Meaning.BYTE_ARRAY),
                    entry("builtins complex", Meaning.COMPLEX),
                    entry("_codecs encode", Meaning.ENCODE));
    private static final Set<String> NUMBER_TYPES =
            Set.of(
                    "float64",
                    "double",
                    "float32",
                    "float",
                    "float16",
                    "half",
                    "bfloat16",
                    "int64",
                    "long",
                    "int32",
                    "int",
                    "int16",
                    "short",
                    "int8",
                    "uint8",
                    "bool",
                    "complex64",
                    "complex128");

    private Globals() {}

    /** Whether this makes tensors that PyTorch knows and we do not; passing those over would lose weights. */
    static boolean isTensorOfAnotherKind(String module, String name) {
        return module.equals("torch") && name.endsWith("Storage")
                || module.equals("torch._utils") && name.startsWith("_rebuild_")
                || module.equals("torch.storage") && name.endsWith("Storage");
    }

    /** What {@code module.name} means here, if it is listed. */
    static Optional<Meaning> meaning(String module, String name) {
        // A blank inside either word could make an unlisted pair look like a listed one.
        if (module.indexOf(' ') >= 0 || name.indexOf(' ') >= 0) {
            return Optional.empty();
        }
        if (module.equals("torch")) {
            if (DType.ofStorage(name).isPresent()) {
                return Optional.of(Meaning.STORAGE);
            }
            if (NUMBER_TYPES.contains(name)) {
                return Optional.of(Meaning.NUMBER_TYPE);
            }
        }
        String home = module.equals("__builtin__") ? "builtins" : module;
        return Optional.ofNullable(CALLABLE.get(home + " " + name));
    }
}
