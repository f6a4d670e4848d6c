package io.metatransformer.host;

import static io.metatransformer.graph.EncoderSignature.LENGTHS;
import static io.metatransformer.graph.EncoderSignature.PLACE_OF_ROW;
import static io.metatransformer.graph.EncoderSignature.POSITIONS;
import static io.metatransformer.graph.EncoderSignature.ROW_OF_PLACE;
import static io.metatransformer.graph.EncoderSignature.TOKENS;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.graph.Floats;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Sequences back to back in native memory, and where each goes for attention. Closed by who made it. */
final class PackedBatch implements AutoCloseable {
    private final Map<String, org.tensorflow.Tensor> inputs = new LinkedHashMap<>();
    private final List<TokenSequence> sequences;
    private final List<Integer> items;
    private final boolean positioned;
    private final int M;
    private final int D;

    private PackedBatch(List<TokenSequence> batch, List<Integer> items) {
        this.sequences = items.stream().map(batch::get).toList();
        this.items = items;
        this.positioned = sequences.stream().anyMatch(each -> each.positions().isPresent());
        this.M = sequences.stream().mapToInt(TokenSequence::length).sum();
        this.D = sequences.get(0).width();
    }

    /**
     * @param batch sequences of one width
     * @param items which of them, by their index
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} that names the first item that is
     */
    static PackedBatch of(List<TokenSequence> batch, List<Integer> items) {
        PackedBatch packed = new PackedBatch(batch, items);
        try {
            packed.fillTokens();
            if (packed.positioned) {
                packed.fillPositions();
            }
            packed.fillPlaces();
            return packed;
        } catch (RuntimeException | Error e) {
            packed.close();
            throw e;
        }
    }

    private void fillTokens() {
        FloatBuffer rows = floats(TOKENS);
        for (int i = 0; i < sequences.size(); i++) {
            copy("tokens", i, sequences.get(i).tokens(), rows);
        }
    }

    private void fillPositions() {
        FloatBuffer rows = floats(POSITIONS);
        for (int i = 0; i < sequences.size(); i++) {
            Optional<Tensor> positions = sequences.get(i).positions();
            if (positions.isPresent()) {
                copy("positions", i, positions.get(), rows);
            } else {
                zero(rows, sequences.get(i).length() * D);
            }
        }
    }

    /**
     * Packs what belongs to each item, {@code [M, D]}, as the tokens lie; closed with the batch.
     *
     * @param what the values are, for messages
     * @param values of the whole batch, each the shape of its tokens
     */
    TFloat32 beside(String what, List<Tensor> values) {
        FloatBuffer rows = floats(what);
        for (int i = 0; i < sequences.size(); i++) {
            copy(what, i, values.get(items.get(i)), rows);
        }
        return (TFloat32) inputs.remove(what);
    }

    private void copy(String what, int i, Tensor values, FloatBuffer rows) {
        if (!Finite.copy(values.data(), rows)) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE,
                    "item "
                            + items.get(i)
                            + ": its "
                            + what
                            + " hold NaN or infinity; every value must be finite");
        }
    }

    private static void zero(FloatBuffer rows, int count) {
        for (int i = 0; i < count; i++) {
            rows.put(0);
        }
    }

    private void fillPlaces() {
        int B = sequences.size();
        int T = sequences.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        IntBuffer rowOfPlace = ints(ROW_OF_PLACE, Shape.of(B, T));
        IntBuffer placeOfRow = ints(PLACE_OF_ROW, Shape.of(M));
        IntBuffer lengths = ints(LENGTHS, Shape.of(B));
        int row = 0;
        for (int b = 0; b < B; b++) {
            int N = sequences.get(b).length();
            lengths.put(N);
            for (int t = 0; t < T; t++) {
                // Where no token is stands row 0: any row will do, no query of a token sees it.
                rowOfPlace.put(t < N ? row + t : 0);
            }
            for (int t = 0; t < N; t++) {
                placeOfRow.put(b * T + t);
            }
            row += N;
        }
    }

    private FloatBuffer floats(String name) {
        TFloat32 tensor = TFloat32.tensorOf(Shape.of(M, D));
        inputs.put(name, tensor);
        return Floats.view(tensor);
    }

    private IntBuffer ints(String name, Shape shape) {
        TInt32 tensor = TInt32.tensorOf(shape);
        inputs.put(name, tensor);
        return Floats.view(tensor);
    }

    boolean positioned() {
        return positioned;
    }

    Map<String, org.tensorflow.Tensor> inputs() {
        return inputs;
    }

    /** Copies {@code features [M, D]} out, one tensor per item. */
    List<Tensor> cut(TFloat32 features) {
        return cut(
                features,
                ErrorCode.NON_FINITE_OUTPUT,
                "the encoder made NaN or infinity of finite tokens: they are too large for it, or its weights"
                        + " are broken");
    }

    /**
     * Copies {@code values [M, D]} out, one tensor per item.
     *
     * @param code and why NaN or an infinity is refused
     */
    List<Tensor> cut(TFloat32 values, ErrorCode code, String why) {
        FloatBuffer rows = Floats.view(values);
        List<Tensor> cut = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            int N = sequences.get(i).length();
            int elements = N * D;
            FloatBuffer own = Tensor.allocate(elements);
            if (!Finite.copy(rows.slice(rows.position(), elements), own)) {
                throw new MetaTransformerException(code, "item " + items.get(i) + ": " + why);
            }
            rows.position(rows.position() + elements);
            cut.add(Tensor.of(own.flip(), N, D));
        }
        return cut;
    }

    @Override
    public void close() {
        inputs.values().forEach(org.tensorflow.Tensor::close);
    }
}
