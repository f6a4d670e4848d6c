package io.metatransformer.server.infer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Segment;
import java.io.IOException;

/** Writes how the tokens of a segment lie. */
final class LayoutJson {
    private LayoutJson() {}

    static void write(JsonGenerator out, Segment segment) throws IOException {
        out.writeStartObject();
        out.writeStringField("modality", segment.modality().id());
        out.writeNumberField("start", segment.start());
        out.writeNumberField("length", segment.length());
        out.writeNumberField("special_tokens", segment.specialTokens());
        out.writeBooleanField("truncated", segment.origin().truncated());
        out.writeObjectFieldStart("layout");
        layout(out, segment.layout());
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void layout(JsonGenerator out, Layout layout) throws IOException {
        if (layout instanceof Layout.Grid grid) {
            out.writeStringField("type", "grid");
            out.writeNumberField("rows", grid.rows());
            out.writeNumberField("cols", grid.cols());
        } else if (layout instanceof Layout.Volume volume) {
            out.writeStringField("type", "volume");
            out.writeNumberField("frames", volume.frames());
            out.writeNumberField("rows", volume.rows());
            out.writeNumberField("cols", volume.cols());
        } else {
            out.writeStringField("type", word(layout));
            out.writeNumberField("count", layout.length());
        }
    }

    private static String word(Layout layout) {
        if (layout instanceof Layout.Points) {
            return "points";
        }
        if (layout instanceof Layout.Series) {
            return "series";
        }
        return layout instanceof Layout.Rows ? "rows" : "set";
    }
}
