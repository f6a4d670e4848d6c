package io.metatransformer.server.http;

import java.util.List;
import java.util.Map;

/** A body that has arrived whole, decompressed, within its limits. Closed when its answer has left. */
public sealed interface Body extends AutoCloseable {

    /** Anything but a form. */
    record Bytes(byte[] bytes) implements Body {
        @Override
        public void close() {}
    }

    /**
     * A {@code multipart/form-data} body.
     *
     * @param fields text by name; of two of one name the last counts
     * @param files in the order of the body
     * @param folder that holds the files, private to this request
     */
    record Form(Map<String, String> fields, List<FilePart> files, UploadFolder folder)
            implements Body {
        public Form {
            fields = Map.copyOf(fields);
            files = List.copyOf(files);
        }

        @Override
        public void close() {
            folder.close();
        }
    }

    /** Removes what it left on disk. May block. */
    @Override
    void close();
}
