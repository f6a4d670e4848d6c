package io.metatransformer.modality.pointcloud;

import io.metatransformer.modality.pointcloud.PlyHeader.Encoding;
import io.metatransformer.modality.pointcloud.PlyHeader.Property;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

final class PlyBinaryBody implements PlyBody {
    private final Broken broken;
    private final ByteBuffer data;
    private int at;

    PlyBinaryBody(Broken broken, ByteBuffer bytes, Encoding encoding) {
        this.broken = broken;
        this.data =
                bytes.slice()
                        .order(
                                encoding == Encoding.BINARY_BIG_ENDIAN
                                        ? ByteOrder.BIG_ENDIAN
                                        : ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public double number(PlyType type) {
        int from = at;
        advance(type.bytes);
        return type.read(data, from);
    }

    @Override
    public void skip(Property property) {
        if (property.length().isEmpty()) {
            advance(property.type().bytes);
            return;
        }
        double length = number(property.length().get());
        if (length < 0) {
            throw broken.malformed("has a list of " + (long) length + " values");
        }
        advance((long) length * property.type().bytes);
    }

    private void advance(long bytes) {
        if (bytes > data.limit() - at) {
            throw broken.malformed("ends before its header says so");
        }
        at += (int) bytes;
    }
}
