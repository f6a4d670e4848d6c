package io.metatransformer.cli.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Pictures and the boxes in them, as COCO (Lin et al., arXiv 1405.0312) writes them down:
 *
 * <pre>
 *   {"images": [{"id": 1, "file_name": "a.png"}],
 *    "categories": [{"id": 7, "name": "cat"}],
 *    "annotations": [{"image_id": 1, "category_id": 7, "bbox": [left, top, width, height]}]}
 * </pre>
 *
 * <p>Files lie in a folder {@code images} beside it if there is one, else beside it. Annotations of crowds, and boxes
 * without an inside, are left out; everything else that COCO knows is not read.
 */
final class CocoBoxes {
    /** Where a folder keeps it. */
    static final String FILE = "annotations.json";

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

    private record Image(Long id, @JsonProperty("file_name") String file) {}

    private record Category(Long id, String name) {}

    private record Annotation(
            @JsonProperty("image_id") Long image,
            @JsonProperty("category_id") Long category,
            double[] bbox,
            int iscrowd) {}

    private record Coco(
            List<Image> images, List<Category> categories, List<Annotation> annotations) {}

    private final String name;

    private CocoBoxes(String name) {
        this.name = name;
    }

    /**
     * One example for each picture, in order, those without a box too.
     *
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED} for what is no JSON, {@link
     *     ErrorCode#SCHEMA_MISMATCH} for entries that are missing or point nowhere
     */
    static List<Example> read(Path file, Function<Path, Item> item) {
        CocoBoxes reader = new CocoBoxes(String.valueOf(file.getFileName()));
        Coco coco = reader.parsed(file);
        Path beside = file.toAbsolutePath().getParent();
        Path images = beside.resolve("images");
        return reader.examples(coco, Files.isDirectory(images) ? images : beside, item);
    }

    private Coco parsed(Path file) {
        try (var in = Files.newBufferedReader(file)) {
            Coco coco = MAPPER.readValue(in, Coco.class);
            if (coco == null
                    || coco.images == null
                    || coco.categories == null
                    || coco.annotations == null) {
                throw wrong("has no lists 'images', 'categories' and 'annotations'");
            }
            return coco;
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof JsonParseException cause
                    ? malformed(cause)
                    : wrong(
                            "is not as COCO writes it: "
                                    + place(e)
                                    + " is of another kind or ends early",
                            e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, name + " cannot be read as UTF-8 text", e);
        }
    }

    private MetaTransformerException malformed(JsonProcessingException e) {
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        return new MetaTransformerException(
                ErrorCode.MALFORMED, name + " is no JSON from line " + line + " on", e);
    }

    private static String place(JsonMappingException e) {
        StringBuilder steps = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            steps.append(
                    step.getFieldName() == null
                            ? "[" + step.getIndex() + "]"
                            : "." + step.getFieldName());
        }
        return steps.isEmpty() ? "the whole" : Quoted.of(steps.substring(1));
    }

    private List<Example> examples(Coco coco, Path folder, Function<Path, Item> item) {
        Map<Long, String> labels = new HashMap<>();
        for (int i = 0; i < coco.categories.size(); i++) {
            Category category = coco.categories.get(i);
            if (category == null || category.name == null || category.name.isBlank()) {
                throw wrong("has no 'name' in categories[" + i + "]");
            }
            put(labels, category.id, category.name, "categories[" + i + "]");
        }
        Map<Long, List<Target.Box>> boxes = new HashMap<>();
        for (int i = 0; i < coco.images.size(); i++) {
            Image image = coco.images.get(i);
            if (image == null || image.file == null || image.file.isBlank()) {
                throw wrong("has no 'file_name' in images[" + i + "]");
            }
            put(boxes, image.id, new ArrayList<>(), "images[" + i + "]");
        }
        for (int i = 0; i < coco.annotations.size(); i++) {
            Annotation annotation = coco.annotations.get(i);
            String where = "annotations[" + i + "]";
            if (annotation == null) {
                throw wrong("has nothing as " + where);
            }
            List<Target.Box> of = found(boxes, annotation.image, "image_id", where);
            String label = found(labels, annotation.category, "category_id", where);
            double[] edges = edges(annotation.bbox, where);
            if (annotation.iscrowd == 0 && edges[2] > 0 && edges[3] > 0) {
                of.add(box(edges, label));
            }
        }
        List<Example> examples = new ArrayList<>();
        for (Image image : coco.images) {
            Target target = new Target.Boxes(boxes.get(image.id));
            examples.add(new Example(image.file, item.apply(path(folder, image.file)), target));
        }
        return examples;
    }

    private <T> void put(Map<Long, T> byId, Long id, T value, String where) {
        if (id == null) {
            throw wrong("has no 'id' in " + where);
        }
        if (byId.put(id, value) != null) {
            throw wrong("has the id " + id + " twice, again in " + where);
        }
    }

    private <T> T found(Map<Long, T> byId, Long id, String key, String where) {
        T value = byId.get(id);
        if (value == null) {
            throw wrong(
                    (id == null ? "has no '" : "has " + id + ", which there is not, as '")
                            + key
                            + "' in "
                            + where);
        }
        return value;
    }

    private double[] edges(double[] bbox, String where) {
        if (bbox == null || bbox.length != 4) {
            throw wrong("has no 'bbox' of left, top, width and height in " + where);
        }
        for (int i = 0; i < 4; i++) {
            if (!Float.isFinite((float) bbox[i]) || i >= 2 && bbox[i] < 0) {
                throw wrong("has " + bbox[i] + " in the 'bbox' of " + where);
            }
        }
        return bbox;
    }

    private static Target.Box box(double[] edges, String label) {
        float left = (float) edges[0];
        float top = (float) edges[1];
        float right = (float) (edges[0] + edges[2]);
        float bottom = (float) (edges[1] + edges[3]);
        // What is thinner than the step between two floats is there all the same.
        return new Target.Box(
                left,
                top,
                Math.max(right, Math.nextUp(left)),
                Math.max(bottom, Math.nextUp(top)),
                label);
    }

    private Path path(Path folder, String file) {
        try {
            Path path = folder.resolve(file).normalize();
            if (path.startsWith(folder.normalize())) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw wrong("has a 'file_name' that no file can have: " + Quoted.of(file), e);
        }
        throw wrong("has a 'file_name' outside of its folder: " + Quoted.of(file));
    }

    private MetaTransformerException wrong(String what) {
        return new MetaTransformerException(ErrorCode.SCHEMA_MISMATCH, name + " " + what);
    }

    private MetaTransformerException wrong(String what, Throwable cause) {
        return new MetaTransformerException(ErrorCode.SCHEMA_MISMATCH, name + " " + what, cause);
    }
}
