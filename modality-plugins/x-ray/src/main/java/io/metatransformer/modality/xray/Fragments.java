package io.metatransformer.modality.xray;

import io.metatransformer.raster.FileBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Pixel data in fragments (PS3.5, A.4): an item of offsets, then items that make up the frames in order. */
final class Fragments {
    private static final long ITEM = 0xE000FFFEL;
    private static final long END = 0xE0DDFFFEL;

    private Fragments() {}

    /** The bytes of one frame. */
    static ByteBuffer frame(FileBytes data, int frames, int frame) {
        List<FileBytes> items = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long at = 0;
        while (true) {
            if (at == data.length()) {
                throw data.truncated("the pixel data ends before its end mark");
            }
            long tag = data.u32(at);
            long length = data.u32(at + 4);
            if (tag == END) {
                break;
            }
            if (tag != ITEM) {
                throw data.corrupt("the pixel data holds something else than fragments");
            }
            if (length > data.length() - at - 8) {
                throw data.truncated(
                        "a fragment of "
                                + length
                                + " bytes starts at byte "
                                + at
                                + " of the pixel data");
            }
            items.add(data.part(at + 8, length));
            starts.add(at);
            at += 8 + length;
        }
        if (items.size() < 2) {
            throw data.corrupt("the pixel data holds no fragment");
        }
        FileBytes offsets = items.remove(0);
        long first = starts.remove(0) + 8 + offsets.length();
        return joined(items, own(items, starts, first, offsets, frames, frame));
    }

    /** Which fragments make up the frame: as the offsets say, else one each, else by where JPEG files start. */
    private static List<Integer> own(
            List<FileBytes> items,
            List<Long> starts,
            long first,
            FileBytes offsets,
            int frames,
            int frame) {
        List<Integer> own = new ArrayList<>();
        if (frames > 1 && offsets.length() == 4L * frames) {
            long from = first + offsets.u32(4L * frame);
            long to = frame + 1 < frames ? first + offsets.u32(4L * frame + 4) : Long.MAX_VALUE;
            for (int i = 0; i < items.size(); i++) {
                if (starts.get(i) >= from && starts.get(i) < to) {
                    own.add(i);
                }
            }
        } else {
            int current = -1;
            for (int i = 0; i < items.size(); i++) {
                boolean starting =
                        frames == 1
                                ? i == 0
                                : items.size() == frames || items.get(i).startsWith("\u00ff\u00d8");
                current += starting ? 1 : 0;
                if (current == frame) {
                    own.add(i);
                }
            }
        }
        if (own.isEmpty()) {
            throw offsets.truncated("there is no fragment for frame " + frame);
        }
        return own;
    }

    private static ByteBuffer joined(List<FileBytes> items, List<Integer> own) {
        if (own.size() == 1) {
            FileBytes only = items.get(own.get(0));
            return only.slice(0, only.length());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i : own) {
            FileBytes item = items.get(i);
            byte[] bytes = new byte[item.length()];
            item.slice(0, bytes.length).get(bytes);
            all.writeBytes(bytes);
        }
        return ByteBuffer.wrap(all.toByteArray());
    }
}
