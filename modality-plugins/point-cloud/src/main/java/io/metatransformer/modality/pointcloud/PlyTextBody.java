package io.metatransformer.modality.pointcloud;

import io.metatransformer.modality.pointcloud.PlyHeader.Property;
import java.nio.ByteBuffer;

final class PlyTextBody implements PlyBody {
    private final Broken broken;
    private final NumberWords words;

    PlyTextBody(Broken broken, ByteBuffer bytes, long line) {
        this.broken = broken;
        this.words = NumberWords.plain(broken, bytes, line);
    }

    @Override
    public double number(PlyType type) {
        advance();
        return words.number();
    }

    @Override
    public void skip(Property property) {
        if (property.length().isEmpty()) {
            number(property.type());
            return;
        }
        advance();
        long length = words.count();
        for (long i = 0; i < length; i++) {
            number(property.type());
        }
    }

    private void advance() {
        if (!words.next()) {
            throw broken.malformed("ends before its header says so");
        }
    }
}
