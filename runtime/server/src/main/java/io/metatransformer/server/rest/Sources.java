package io.metatransformer.server.rest;

import io.metatransformer.api.Quoted;
import io.metatransformer.server.http.Body;
import io.metatransformer.server.http.FilePart;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Questions;
import io.metatransformer.server.infer.Questions.Upload;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the question of one HTTP request: JSON, a form, or data as it is.
 *
 * @param fixed what the path says, such as the model; the rest of the request may only repeat it
 * @param json what a JSON body is here
 * @param query parameters
 */
record Sources(
        Questions questions,
        Map<String, String> fixed,
        JsonBody json,
        Map<String, String> query,
        String contentType,
        Optional<String> label) {
    private static final String REQUEST = "request";
    private static final Pattern FILENAME =
            Pattern.compile("filename=(?:\"([^\"\\\\]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    /**
     * Looks at everything but the body; on the event loop.
     *
     * @param others parameters of the query that are not part of the question
     */
    static Sources of(
            RoutingContext context,
            Questions questions,
            Map<String, String> fixed,
            JsonBody json,
            Set<String> others) {
        Map<String, String> query = new HashMap<>();
        MultiMap given = context.queryParams(StandardCharsets.UTF_8);
        for (String name : given.names()) {
            if (given.getAll(name).size() > 1) {
                throw new Refusal(ProblemType.INVALID_REQUEST, "a query parameter is given twice");
            }
            query.put(name, given.get(name));
        }
        query.keySet().removeAll(others);
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        Sources sources =
                new Sources(
                        questions,
                        fixed,
                        json,
                        query,
                        contentType,
                        label(context.request().getHeader("Content-Disposition")));
        sources.checkType();
        return sources;
    }

    private void checkType() {
        String type = type();
        if (type.equals("application/x-ndjson")
                || type.equals("application/x-www-form-urlencoded")) {
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "send application/json, multipart/form-data, or the data itself with its own"
                            + " media type");
        }
        if (type.startsWith("multipart/") && !type.equals("multipart/form-data")) {
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "of multipart types, only form-data is read");
        }
        boolean form = type.startsWith("multipart/");
        if (json == JsonBody.COMPARISON && !form && !isQuestion()) {
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "two lists of inputs are sent as application/json, or as multipart/form-data"
                            + " with a part named request");
        }
    }

    private String type() {
        return contentType == null
                ? ""
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private boolean isQuestion() {
        String type = type();
        if (type.isEmpty()) {
            return fixed.isEmpty(); // a path that says something is there for bytes as they are
        }
        return json != JsonBody.DATA && (type.equals("application/json") || type.endsWith("+json"));
    }

    /** Parses the body; on a worker. */
    Question question(Body body) {
        if (body instanceof Body.Form form) {
            return agreeing(form(form));
        }
        byte[] bytes = ((Body.Bytes) body).bytes();
        if (!isQuestion()) {
            return agreeing(questions.raw(bytes, contentType, label, parameters(Map.of())));
        }
        refuseQuery();
        return agreeing(question(bytes, List.of()));
    }

    private void refuseQuery() {
        if (!query.isEmpty()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "a JSON question says everything in its body; leave out the query parameter "
                            + Quoted.of(query.keySet().iterator().next()));
        }
    }

    private Question form(Body.Form form) {
        List<Upload> uploads = new ArrayList<>();
        byte[] request = null;
        for (FilePart file : form.files()) {
            if (file.name().equals(REQUEST)) {
                request = read(file);
            } else {
                uploads.add(new Upload(file.name(), file.label(), file.mediaType(), file.path()));
            }
        }
        Map<String, String> fields = new HashMap<>(form.fields());
        String text = fields.remove(REQUEST);
        if (text != null) {
            request = text.getBytes(StandardCharsets.UTF_8);
        }
        if (request == null && json == JsonBody.COMPARISON) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "the form needs a part named request that says which files are compared");
        }
        if (request == null) {
            return questions.files(uploads, parameters(fields));
        }
        refuseQuery();
        if (!fields.isEmpty()) {
            throw new Refusal(
                    ProblemType.INVALID_REQUEST,
                    "beside a part named request, a form holds files only; leave out the field "
                            + Quoted.of(fields.keySet().iterator().next()));
        }
        return question(request, uploads);
    }

    private Question question(byte[] request, List<Upload> uploads) {
        return json == JsonBody.COMPARISON
                ? questions.comparison(request, uploads)
                : questions.json(request, uploads, modality());
    }

    private Optional<String> modality() {
        return Optional.ofNullable(fixed.get("modality"));
    }

    private static byte[] read(FilePart file) {
        try {
            return Files.readAllBytes(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> parameters(Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(query);
        all.putAll(fields);
        fixed.forEach(all::putIfAbsent);
        return all;
    }

    /** The path decides; who says something else beside it has made a mistake. */
    private Question agreeing(Question question) {
        Question whole = question;
        for (Map.Entry<String, String> entry : fixed.entrySet()) {
            whole = whole.with(entry.getKey(), entry.getValue());
        }
        return whole;
    }

    private static Optional<String> label(String disposition) {
        if (disposition == null) {
            return Optional.empty();
        }
        Matcher matcher = FILENAME.matcher(disposition);
        return matcher.find()
                ? Optional.of(
                        FilePart.label(
                                matcher.group(1) != null ? matcher.group(1) : matcher.group(2)))
                : Optional.empty();
    }
}
