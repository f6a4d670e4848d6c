package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a form as it comes in: text into memory, files into a folder of their own. */
final class MultipartSink implements Sink {
    private static final int MAX_PART_HEADER = 1 << 16;

    private final UploadFolder folder;
    private final HttpPostMultipartRequestDecoder decoder;

    /** @param contentType of the body, with its boundary */
    MultipartSink(String contentType, Limits limits, Path root) {
        this.folder = new UploadFolder(root);
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        try {
            this.decoder =
                    new HttpPostMultipartRequestDecoder(
                            new PartFactory(limits, folder),
                            head,
                            StandardCharsets.UTF_8,
                            limits.files() + limits.fields() + 1,
                            MAX_PART_HEADER);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException e) {
            throw broken(e);
        }
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public void write(byte[] piece) {
        try {
            decoder.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
        } catch (HttpPostRequestDecoder.TooLongFormFieldException e) {
            throw new Refusal(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "the header of a part is larger than " + MAX_PART_HEADER + " bytes");
        } catch (HttpPostRequestDecoder.TooManyFormFieldsException e) {
            throw new Refusal(ProblemType.PAYLOAD_TOO_LARGE, "the form has too many parts");
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException e) {
            throw broken(e);
        }
    }

    private static Refusal broken(HttpPostRequestDecoder.ErrorDataDecoderException e) {
        if (e.getCause() instanceof PartFactory.TooLarge tooLarge) {
            return new Refusal(ProblemType.PAYLOAD_TOO_LARGE, tooLarge.getMessage());
        }
        return new Refusal(
                ProblemType.INVALID_REQUEST,
                "the body is not a valid multipart/form-data body with its declared boundary");
    }

    @Override
    public Body finish() {
        try {
            decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
            if (decoder.currentPartialHttpData() != null) {
                throw new Refusal(
                        ProblemType.INVALID_REQUEST, "the form ends before its last boundary");
            }
            Map<String, String> fields = new HashMap<>();
            List<FilePart> files = new ArrayList<>();
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file) {
                    files.add(part(file));
                } else if (part instanceof Attribute field) {
                    fields.put(field.getName(), field.getString(StandardCharsets.UTF_8));
                }
            }
            return new Body.Form(fields, files, folder);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException e) {
            throw broken(e);
        } catch (HttpPostRequestDecoder.EndOfDataDecoderException
                | HttpPostRequestDecoder.NotEnoughDataDecoderException
                | IOException e) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "the form ends too early");
        }
    }

    private FilePart part(FileUpload file) throws IOException {
        Path path =
                file.getFile() == null
                        ? Files.createTempFile(folder.path(), "empty", "")
                        : file.getFile().toPath();
        return new FilePart(
                file.getName(),
                FilePart.label(file.getFilename()),
                Optional.ofNullable(file.getContentType()).filter(type -> !type.isBlank()),
                path,
                file.length());
    }

    @Override
    public void abort() {
        try {
            decoder.destroy();
        } finally {
            folder.close();
        }
    }
}
