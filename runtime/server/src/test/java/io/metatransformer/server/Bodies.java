package io.metatransformer.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies that clients send. */
final class Bodies {
    static final String JSON = "application/json";

    private Bodies() {}

    static byte[] numbers(double... numbers) {
        StringBuilder text = new StringBuilder("#numbers");
        for (double number : numbers) {
            text.append(' ').append(number);
        }
        return ascii(text.toString());
    }

    static String base64(double... numbers) {
        return Base64.getEncoder().encodeToString(numbers(numbers));
    }

    /** A question of one item. */
    static String question(double... numbers) {
        return "{\"modality\":\"numbers\",\"inputs\":[{\"data\":\"" + base64(numbers) + "\"}]}";
    }

    /** The same question, with blanks at its end, {@code length} bytes in all. */
    static byte[] padded(int length) {
        String question = question(1);
        return ascii(question + " ".repeat(length - question.length()));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] deflate(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A form; its boundary is {@code xx}. */
    static final class Form {
        static final String TYPE = "multipart/form-data; boundary=xx";
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Form field(String name, String value) {
            return part("name=\"" + name + "\"", "", ascii(value));
        }

        Form file(String name, String filename, byte[] content) {
            return part(
                    "name=\"" + name + "\"; filename=\"" + filename + "\"",
                    "Content-Type: application/octet-stream\r\n",
                    content);
        }

        private Form part(String disposition, String headers, byte[] content) {
            bytes.writeBytes(
                    ascii(
                            "--xx\r\nContent-Disposition: form-data; "
                                    + disposition
                                    + "\r\n"
                                    + headers
                                    + "\r\n"));
            bytes.writeBytes(content);
            bytes.writeBytes(ascii("\r\n"));
            return this;
        }

        byte[] end() {
            bytes.writeBytes(ascii("--xx--\r\n"));
            return bytes.toByteArray();
        }

        byte[] unfinished() {
            return bytes.toByteArray();
        }
    }
}
