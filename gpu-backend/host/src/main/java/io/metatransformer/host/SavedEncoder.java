package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.graph.EncoderSignature;
import io.metatransformer.graph.Failures;
import io.metatransformer.graph.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A SavedModel that has the signatures of an encoder. Safe to share between threads until it is closed. */
final class SavedEncoder implements AutoCloseable {
    private final String name;
    private final SavedModelBundle bundle;
    private final Signature plain;
    private final Signature positioned;

    private SavedEncoder(
            String name, SavedModelBundle bundle, Signature plain, Signature positioned) {
        this.name = name;
        this.bundle = bundle;
        this.plain = plain;
        this.positioned = positioned;
    }

    static SavedEncoder load(ModelPart part, boolean wantsFinalNorm) {
        Path folder =
                part.folder()
                        .filter(any -> Files.isRegularFile(any.resolve("saved_model.pb")))
                        .orElseThrow(
                                () ->
                                        bad(
                                                part,
                                                "no saved_model.pb in its folder; the converter"
                                                        + " writes one"));
        NativeLibrary.require();
        SavedModelBundle bundle = read(part, folder);
        try {
            Map<String, Signature> signatures =
                    bundle.signatures().stream()
                            .collect(Collectors.toMap(Signature::key, Function.identity()));
            boolean norm =
                    wantsFinalNorm
                            && signatures.containsKey(
                                    new EncoderSignature(true, false, true).key());
            SavedEncoder encoder =
                    new SavedEncoder(
                            part.name(),
                            bundle,
                            find(part, signatures, new EncoderSignature(true, false, norm)),
                            find(part, signatures, new EncoderSignature(true, true, norm)));
            encoder.warmUp(part);
            return encoder;
        } catch (RuntimeException | Error e) {
            bundle.close();
            throw e;
        }
    }

    private static SavedModelBundle read(ModelPart part, Path folder) {
        try {
            return SavedModelBundle.loader(folder.toString())
                    .withTags(SavedModelBundle.DEFAULT_TAG)
                    .withConfigProto(NativeLibrary.session())
                    .load();
        } catch (TensorFlowException | IllegalArgumentException e) {
            throw bad(part, "its SavedModel is damaged or incomplete", e);
        } catch (OutOfMemoryError e) {
            throw Failures.of(part.name(), e);
        }
    }

    private static Signature find(
            ModelPart part, Map<String, Signature> signatures, EncoderSignature wanted) {
        Signature signature = signatures.get(wanted.key());
        if (signature == null) {
            throw bad(
                    part,
                    "its SavedModel has no signature '"
                            + wanted.key()
                            + "'; there are "
                            + signatures.keySet().stream().sorted().toList());
        }
        Signature.TensorDescription tokens = signature.getInputs().get(EncoderSignature.TOKENS);
        Shape shape = tokens == null ? Shape.unknown() : tokens.shape;
        if (shape.numDimensions() != 2 || shape.get(1) != part.width()) {
            throw bad(
                    part,
                    "signature '"
                            + wanted.key()
                            + "' reads tokens "
                            + shape
                            + ", the model's width is "
                            + part.width());
        }
        return signature;
    }

    /** The first run of a signature optimises its graph, and finds variables that were never restored. */
    private void warmUp(ModelPart part) {
        Tensor token = Tensor.of(new float[part.width()], 1, part.width());
        TokenSequence one =
                TokenSequence.of(
                        token,
                        Modality.of("warm-up"),
                        0,
                        new Layout.Set(1),
                        Origin.named("warm-up"));
        for (TokenSequence each : List.of(one, one.withPositions(token))) {
            try {
                run(List.of(each), List.of(0));
            } catch (MetaTransformerException e) {
                if (e.code() == ErrorCode.INSUFFICIENT_RESOURCES) {
                    throw e;
                }
                throw bad(part, "its SavedModel does not run on one token: " + e.getMessage(), e);
            }
        }
    }

    /** Features {@code [N, D]} of each of the {@code items} of a batch; all in one run. */
    List<Tensor> run(List<TokenSequence> batch, List<Integer> items) {
        try (PackedBatch packed = PackedBatch.of(batch, items)) {
            Signature signature = signature(packed);
            Session.Runner runner = bundle.session().runner();
            packed.inputs()
                    .forEach(
                            (input, tensor) ->
                                    runner.feed(signature.getInputs().get(input).name, tensor));
            runner.fetch(signature.getOutputs().get(EncoderSignature.FEATURES).name);
            try (Result result = runner.run()) {
                return packed.cut((TFloat32) result.get(0));
            }
        } catch (TensorFlowException
                | IllegalStateException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            throw Failures.of(name, e);
        }
    }

    SavedModelBundle bundle() {
        return bundle;
    }

    /** The signature that runs what {@code packed} holds. */
    Signature signature(PackedBatch packed) {
        return packed.positioned() ? positioned : plain;
    }

    private static MetaTransformerException bad(ModelPart part, String why) {
        return new MetaTransformerException(ErrorCode.BAD_MODEL, part.name() + ": " + why);
    }

    private static MetaTransformerException bad(ModelPart part, String why, Exception cause) {
        return new MetaTransformerException(ErrorCode.BAD_MODEL, part.name() + ": " + why, cause);
    }

    @Override
    public void close() {
        bundle.close();
    }
}
