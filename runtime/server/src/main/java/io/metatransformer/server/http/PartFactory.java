package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.DiskFileUpload;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.MemoryAttribute;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Where the parts of one form go: text into memory, files into the request's own folder. */
final class PartFactory extends DefaultHttpDataFactory {
    private static final int MAX_NAME = 256;

    private final Limits limits;
    private final UploadFolder folder;
    private int files;
    private int fields;

    PartFactory(Limits limits, UploadFolder folder) {
        super(false);
        this.limits = limits;
        this.folder = folder;
    }

    @Override
    public Attribute createAttribute(HttpRequest request, String name) {
        return createAttribute(request, name, 0);
    }

    @Override
    public Attribute createAttribute(HttpRequest request, String name, long definedSize) {
        checkName(name);
        if (++fields > limits.fields()) {
            throw tooMany("text fields", limits.fields());
        }
        return new Field(name, limits.fieldBytes());
    }

    @Override
    public FileUpload createFileUpload(
            HttpRequest request,
            String name,
            String filename,
            String contentType,
            String contentTransferEncoding,
            Charset charset,
            long size) {
        checkName(name);
        if (++files > limits.files()) {
            throw tooMany("files", limits.files());
        }
        return new Upload(
                name,
                filename,
                contentType == null ? "" : contentType,
                contentTransferEncoding,
                charset,
                folder.path().toString(),
                limits.fileBytes());
    }

    private static void checkName(String name) {
        if (name.length() > MAX_NAME) {
            throw new Refusal(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "the name of a part is longer than " + MAX_NAME + " characters");
        }
    }

    private static Refusal tooMany(String what, int limit) {
        return new Refusal(
                ProblemType.PAYLOAD_TOO_LARGE, "the form has more than " + limit + " " + what);
    }

    /** A part is past its limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String what, long limit) {
            super(what + " is larger than " + limit + " bytes");
        }
    }

    private static final class Field extends MemoryAttribute {
        private final long limit;

        Field(String name, long limit) {
            super(name, StandardCharsets.UTF_8);
            this.limit = limit;
        }

        @Override
        public void checkSize(long bytes) throws IOException {
            if (bytes > limit) {
                throw new TooLarge("a text field", limit);
            }
        }
    }

    private static final class Upload extends DiskFileUpload {
        private final long limit;

        Upload(
                String name,
                String filename,
                String contentType,
                String contentTransferEncoding,
                Charset charset,
                String folder,
                long limit) {
            super(name, filename, contentType, contentTransferEncoding, charset, 0, folder, false);
            this.limit = limit;
        }

        @Override
        public void checkSize(long bytes) throws IOException {
            if (bytes > limit) {
                throw new TooLarge("an uploaded file", limit);
            }
        }
    }
}
