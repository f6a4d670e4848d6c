package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.Safetensors;
import io.metatransformer.converter.checkpoint.pytorch.PyTorchFile;
import io.metatransformer.converter.checkpoint.pytorch.ReadOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;

/** One file of tensors, whichever its format. */
record TensorFile(Weights weights, Function<String, String> dtypes, Runnable closing)
        implements Weights, AutoCloseable {

    static TensorFile open(Path file, FileKind kind, ReadOptions options, Progress progress) {
        if (kind == FileKind.SAFETENSORS) {
            Safetensors opened = Safetensors.open(file);
            return new TensorFile(opened, opened::dtype, opened::close);
        }
        PyTorchFile opened = PyTorchFile.open(file, options, progress);
        return new TensorFile(opened, opened::dtype, opened::close);
    }

    String dtype(String name) {
        return dtypes.apply(name);
    }

    @Override
    public Set<String> names() {
        return weights.names();
    }

    @Override
    public int[] shape(String name) {
        return weights.shape(name);
    }

    @Override
    public Tensor get(String name) {
        return weights.get(name);
    }

    @Override
    public void close() {
        closing.run();
    }
}
