package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.modality.pointcloud.PlyHeader.Element;
import io.metatransformer.modality.pointcloud.PlyHeader.Encoding;
import io.metatransformer.modality.pointcloud.PlyHeader.Property;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Reads PLY 1.0, text or binary: the element {@code vertex}, in whatever order; the rest is only checked. */
final class PlyFile {
    static final String FORMAT = "PLY";

    private static final String VERTEX = "vertex";

    private final Broken broken;
    private final PlyHeader header;
    private final PlyBody body;

    private PlyFile(Broken broken, PlyHeader header, PlyBody body) {
        this.broken = broken;
        this.header = header;
        this.body = body;
    }

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED}, {@link ErrorCode#UNSUPPORTED} for another
     *     version or encoding, {@link ErrorCode#SCHEMA_MISMATCH} without x, y, z, {@link ErrorCode#EMPTY_INPUT},
     *     {@link ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints) {
        ByteBuffer in = bytes.duplicate();
        Broken broken = new Broken(name, FORMAT);
        PlyHeader header = PlyHeader.read(broken, in);
        boolean text = header.encoding() == Encoding.ASCII;
        int length = in.remaining();
        PlyBody body =
                text
                        ? new PlyTextBody(broken, in, header.lines() + 1L)
                        : new PlyBinaryBody(broken, in, header.encoding());
        return new PlyFile(broken, header, body).read(maxPoints, length, text);
    }

    private Cloud read(int maxPoints, int length, boolean text) {
        List<Element> vertices =
                header.elements().stream().filter(e -> e.name().equals(VERTEX)).toList();
        if (vertices.size() != 1) {
            throw broken.as(
                    ErrorCode.SCHEMA_MISMATCH,
                    "has " + vertices.size() + " elements 'vertex'; points stand in one");
        }
        Element vertex = vertices.get(0);
        Map<Attribute, Integer> columns = columns(vertex);
        // The very last number in a text needs no blank after it.
        int points =
                broken.points(
                        vertex.count(),
                        maxPoints,
                        vertex.leastBytes(text),
                        length + (text ? 1L : 0));
        CloudBuilder cloud = new CloudBuilder(FORMAT, points, columns.keySet());
        for (Element element : header.elements()) {
            if (element == vertex) {
                readPoints(vertex, columns, cloud);
            } else {
                skip(element);
            }
        }
        return cloud.build();
    }

    private Map<Attribute, Integer> columns(Element vertex) {
        List<String> names = vertex.properties().stream().map(Property::name).toList();
        Map<Attribute, Integer> columns =
                Attribute.find(broken.name() + ": the element 'vertex' ", names);
        columns.values()
                .forEach(
                        column -> {
                            if (vertex.properties().get(column).length().isPresent()) {
                                throw broken.as(
                                        ErrorCode.SCHEMA_MISMATCH,
                                        "has a list as property '" + names.get(column) + "'");
                            }
                        });
        return columns;
    }

    private void readPoints(Element vertex, Map<Attribute, Integer> columns, CloudBuilder cloud) {
        Attribute[] attributes = new Attribute[vertex.properties().size()];
        columns.forEach((attribute, column) -> attributes[column] = attribute);
        for (int point = 0; point < vertex.count(); point++) {
            for (int column = 0; column < attributes.length; column++) {
                Property property = vertex.properties().get(column);
                if (attributes[column] == null) {
                    body.skip(property);
                } else {
                    cloud.set(point, attributes[column], body.number(property.type()));
                }
            }
        }
    }

    private void skip(Element element) {
        if (element.properties().isEmpty()) {
            return; // nothing stands in the body, however many there are
        }
        for (long i = 0; i < element.count(); i++) {
            element.properties().forEach(body::skip);
        }
    }
}
