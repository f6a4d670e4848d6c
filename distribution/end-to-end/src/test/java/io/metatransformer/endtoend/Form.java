package io.metatransformer.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A body of {@code multipart/form-data}. */
final class Form {
    private static final String BOUNDARY = "0-end-to-end-0";

    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    Form request(String json) {
        return part(
                "name=\"request\"",
                "Content-Type: application/json\r\n",
                json.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String name, Path file) throws IOException {
        return part(
                "name=\"" + name + "\"; filename=\"" + file.getFileName() + "\"",
                "Content-Type: application/octet-stream\r\n",
                Files.readAllBytes(file));
    }

    private Form part(String disposition, String headers, byte[] content) {
        bytes.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes((headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    byte[] end() {
        bytes.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
