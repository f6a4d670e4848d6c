package io.metatransformer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.metatransformer.api.Prediction;
import io.metatransformer.core.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;

/** How JSON carries a mask. */
enum MaskFormat {
    /** Runs of equal class indices: index, length, index, length, row by row. */
    RLE {
        @Override
        void write(ObjectNode json, Prediction.Mask mask) {
            ArrayNode runs = json.putArray("rle");
            for (int value : Runs.of(mask.classes())) {
                runs.add(value);
            }
        }
    },
    /** A class index per pixel. */
    LABELS {
        @Override
        void write(ObjectNode json, Prediction.Mask mask) {
            ArrayNode classes = json.putArray("classes");
            FloatBuffer values = mask.classes().data();
            while (values.hasRemaining()) {
                classes.add((int) values.get());
            }
        }
    },
    /** {@link IndexedPng} in base64. */
    PNG {
        @Override
        void write(ObjectNode json, Prediction.Mask mask) {
            try {
                json.put("png", IndexedPng.of(mask));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    abstract void write(ObjectNode json, Prediction.Mask mask);
}
