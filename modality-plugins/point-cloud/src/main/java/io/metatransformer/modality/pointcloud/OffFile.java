package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.nio.ByteBuffer;
import java.util.EnumSet;

/**
 * Reads the vertices of an OFF file (Geomview's Object File Format). The counts may stand right behind the word
 * OFF, as ModelNet has them. Faces are left unread.
 */
final class OffFile {
    static final String FORMAT = "OFF";

    private static final Attribute[] AXES = {Attribute.X, Attribute.Y, Attribute.Z};

    private OffFile() {}

    /**
     * @param name of the input, for messages
     * @param maxPoints most points that are read; checked before anything is allocated
     * @throws MetaTransformerException with {@link ErrorCode#MALFORMED}, {@link ErrorCode#UNSUPPORTED} for vertices
     *     with colours, normals or a fourth coordinate, {@link ErrorCode#EMPTY_INPUT}, {@link
     *     ErrorCode#LIMIT_EXCEEDED}
     */
    static Cloud read(String name, ByteBuffer bytes, int maxPoints) {
        Broken broken = new Broken(name, FORMAT);
        ByteBuffer in = bytes.duplicate();
        NumberWords words = NumberWords.commented(broken, in);
        if (!words.next() || !words.word().startsWith(FORMAT)) {
            throw broken.unsupported(
                    "starts with " + Quoted.of(words.word()) + "; only plain OFF is read");
        }
        String counts = words.word().substring(FORMAT.length());
        long vertices;
        if (counts.isEmpty()) {
            if (!words.next()) {
                throw broken.malformed("ends before its counts");
            }
            vertices = words.count();
        } else if (counts.matches("[0-9]+")) {
            vertices = NumberWords.parseCount(counts);
        } else {
            throw broken.unsupported(
                    "starts with " + Quoted.of(words.word()) + "; only plain OFF is read");
        }
        while (words.nextInLine()) {
            words.count(); // of faces and edges
        }
        int least = 2 * AXES.length;
        int points = broken.points(vertices, maxPoints, least, in.remaining());
        CloudBuilder cloud =
                new CloudBuilder(FORMAT, points, EnumSet.range(Attribute.X, Attribute.Z));
        for (int point = 0; point < points; point++) {
            for (Attribute axis : AXES) {
                if (!words.next()) {
                    throw broken.malformed("ends after " + point + " of its points");
                }
                cloud.set(point, axis, words.number());
            }
        }
        return cloud.build();
    }
}
