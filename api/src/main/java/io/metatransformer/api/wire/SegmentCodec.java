package io.metatransformer.api.wire;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The segments of one item as metadata. Where a segment starts is not written: they lie back to back. */
final class SegmentCodec {
    private SegmentCodec() {}

    /** One item: its segments, and whether it has positions. */
    record Item(List<Segment> segments, boolean positioned) {
        int length() {
            return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        }
    }

    static void write(CborWriter out, List<Segment> segments, boolean positioned) {
        out.map(2);
        out.text("segments");
        out.array(segments.size());
        segments.forEach(segment -> write(out, segment));
        out.text("positions");
        out.bool(positioned);
    }

    static Item read(CborReader in) {
        in.map(2);
        in.key("segments");
        int count = in.array();
        List<Segment> segments = new ArrayList<>();
        for (int i = 0, row = 0; i < count; i++) {
            Segment segment = readSegment(in, row);
            row = segment.end();
            segments.add(segment);
        }
        in.key("positions");
        return new Item(segments, in.bool());
    }

    private static void write(CborWriter out, Segment segment) {
        out.map(4);
        out.text("layout");
        write(out, segment.layout());
        out.text("origin");
        write(out, segment.origin());
        out.text("special");
        out.number(segment.specialTokens());
        out.text("modality");
        out.text(segment.modality().id());
    }

    private static Segment readSegment(CborReader in, int start) {
        in.map(4);
        in.key("layout");
        Layout layout = readLayout(in);
        in.key("origin");
        Origin origin = readOrigin(in);
        in.key("special");
        int special = in.number();
        in.key("modality");
        return new Segment(Modality.of(in.text()), start, special, layout, origin);
    }

    /** A layout is an array of its name and its sizes. */
    private static void write(CborWriter out, Layout layout) {
        if (layout instanceof Layout.Grid grid) {
            sizes(out, "grid", grid.rows(), grid.cols());
        } else if (layout instanceof Layout.Volume volume) {
            sizes(out, "volume", volume.frames(), volume.rows(), volume.cols());
        } else if (layout instanceof Layout.Points points) {
            out.array(2);
            out.text("points");
            out.tensor(points.centres());
        } else if (layout instanceof Layout.Series series) {
            sizes(out, "series", series.steps());
        } else if (layout instanceof Layout.Rows rows) {
            sizes(out, "rows", rows.count());
        } else if (layout instanceof Layout.Set set) {
            sizes(out, "set", set.count());
        }
    }

    private static void sizes(CborWriter out, String name, int... sizes) {
        out.array(1 + sizes.length);
        out.text(name);
        for (int size : sizes) {
            out.number(size);
        }
    }

    private static Layout readLayout(CborReader in) {
        int length = in.array();
        String name = length == 0 ? "" : in.text();
        String form = name + length;
        return switch (form) {
            case "grid3" -> new Layout.Grid(in.number(), in.number());
            case "volume4" -> new Layout.Volume(in.number(), in.number(), in.number());
            case "points2" -> new Layout.Points(in.tensor());
            case "series2" -> new Layout.Series(in.number());
            case "rows2" -> new Layout.Rows(in.number());
            case "set2" -> new Layout.Set(in.number());
            default ->
                    throw in.malformed(
                            "no layout is " + Quoted.of(name) + " with " + (length - 1) + " sizes");
        };
    }

    private static void write(CborWriter out, Origin origin) {
        out.map(3);
        out.text("name");
        out.text(origin.name());
        out.text("facts");
        out.map(origin.facts(), out::text);
        out.text("arrays");
        out.map(origin.arrays(), out::tensor);
    }

    private static Origin readOrigin(CborReader in) {
        in.map(3);
        in.key("name");
        String name = in.text();
        in.key("facts");
        Map<String, String> facts = in.map(in::text);
        in.key("arrays");
        Map<String, Tensor> arrays = in.map(in::tensor);
        return new Origin(name, facts, arrays);
    }
}
