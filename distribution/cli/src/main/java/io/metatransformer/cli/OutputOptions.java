package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** In which form answers are given, and where. */
final class OutputOptions {

    /** Forms of an answer. */
    enum Form {
        TABLE,
        JSON,
        /** One array for NumPy and its like: the embeddings, stacked if there are several. */
        NPY,
        /** The one mask, its classes as the values of the pixels. */
        PNG,
        /** Labels of points, one number per line: what {@code fit} reads beside a cloud. */
        SEG
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description =
                    "table, json, npy (embeddings as one array; needs --to), png (one mask, whose values"
                            + " are class indices; needs --to) or seg (labels of the points of one cloud, a"
                            + " number per line).")
    private Form form;

    @Option(
            names = "--mask-format",
            paramLabel = "FORMAT",
            defaultValue = "rle",
            description =
                    "How json carries masks: rle (runs: index, length, index, length, ...), labels (an index"
                            + " per pixel) or png (in base64) (${DEFAULT-VALUE}).")
    private MaskFormat maskFormat;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "File to write instead of the screen.")
    private Path to;

    void write(Answers answers, Terminal terminal) {
        try {
            switch (form) {
                case TABLE -> lines(AnswerTable.of(answers).lines(), terminal);
                case JSON -> {
                    String json = AnswerJson.text(AnswerJson.reply(answers, maskFormat));
                    lines(List.of(json), terminal);
                }
                case NPY -> npy(answers);
                case PNG -> png(answers);
                case SEG -> lines(labels(answers), terminal);
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "'" + to.getFileName() + "' cannot be written", e);
        }
    }

    private void lines(List<String> lines, Terminal terminal) throws IOException {
        if (to != null) {
            Files.write(to, lines);
        } else {
            lines.forEach(terminal::println);
        }
    }

    private static List<String> labels(Answers answers) {
        if (answers.all().size() != 1
                || !(answers.all().get(0).answer().value().orElse(null)
                        instanceof Prediction.PointLabels points)) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "--output seg writes the labels of the points of one cloud; ask a head that labels"
                            + " points about one");
        }
        List<String> labels = new ArrayList<>();
        for (float index : points.classes().toArray()) {
            labels.add(String.valueOf((int) index));
        }
        return labels;
    }

    private void npy(Answers answers) throws IOException {
        if (to == null) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST, "--output npy writes bytes: name a file with --to");
        }
        List<Tensor> vectors = new ArrayList<>();
        for (Answers.Named named : answers.all()) {
            if (named.answer().value().orElse(null) instanceof Prediction.Embedding embedding) {
                vectors.add(embedding.vectors());
            }
        }
        Tensor stacked = stack(vectors);
        try (OutputStream out = Files.newOutputStream(to)) {
            Npy.write(out, stacked);
        }
    }

    private void png(Answers answers) throws IOException {
        if (to == null) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST, "--output png writes bytes: name a file with --to");
        }
        if (answers.all().size() != 1
                || !(answers.all().get(0).answer().value().orElse(null)
                        instanceof Prediction.Mask mask)) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "--output png writes one mask: ask a head that answers with masks about one input");
        }
        Files.write(to, IndexedPng.of(mask));
    }

    private static Tensor stack(List<Tensor> vectors) {
        if (vectors.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST, "--output npy writes embeddings; there is none");
        }
        int[] shape = vectors.get(0).shape();
        if (vectors.size() == 1) {
            return vectors.get(0);
        }
        int[] stacked = new int[shape.length + 1];
        stacked[0] = vectors.size();
        System.arraycopy(shape, 0, stacked, 1, shape.length);
        FloatBuffer values =
                Tensor.allocate(Math.multiplyExact(vectors.size(), vectors.get(0).elements()));
        for (Tensor vector : vectors) {
            if (!Arrays.equals(vector.shape(), shape)) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "--output npy writes one array: embeddings of "
                                + vectors.get(0)
                                + " and "
                                + vector
                                + " do not stack; ask for them one by one");
            }
            values.put(vector.data());
        }
        return Tensor.of(values.flip(), stacked);
    }
}
