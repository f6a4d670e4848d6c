package io.metatransformer.server.stream;

import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.http.Exchange;
import io.metatransformer.server.http.Farewell;
import io.metatransformer.server.infer.Defaults;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Problems;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One stream under way: reads as many lines as its window holds, and stops reading while they are worked on or
 * while its reader takes nothing. Lives on the event loop of its connection.
 */
final class LineStream implements LineSplitter.Lines {
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Limits limits;
    private final Calls calls;
    private final Call call;
    private final LineWork work;
    private final StreamSettings settings;
    private final LineSplitter splitter;
    private final Tally tally;
    private final LineWriter writer;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final long watch;
    private Optional<Defaults> defaults = Optional.empty();
    private boolean readingDefaults;
    private long sequence;
    private int inFlight;
    private long held;
    private boolean heard = true;
    private boolean arrived;
    private boolean over;

    private record Line(long sequence, long number, byte[] bytes) {}

    LineStream(
            RoutingContext context,
            Limits limits,
            Calls calls,
            Call call,
            LineWork work,
            StreamSettings settings) {
        this.context = context;
        this.request = context.request();
        this.limits = limits;
        this.calls = calls;
        this.call = call;
        this.work = work;
        this.settings = settings;
        this.splitter = new LineSplitter(limits.bodyBytes(), this);
        this.tally = new Tally(call.id());
        this.writer = new LineWriter(context, settings.inOrder(), limits.idleTime(), this::go);
        this.watch = context.vertx().setPeriodic(limits.idleTime().toMillis(), t -> checkSilence());
    }

    /** To be called while the request's handler has not returned yet. */
    void begin() {
        request.handler(this::take);
        request.endHandler(end -> arrived());
        request.exceptionHandler(gone -> abandoned());
        context.addEndHandler(
                end -> {
                    if (end.failed()) {
                        abandoned();
                    }
                });
    }

    private void take(Buffer piece) {
        if (over) {
            return;
        }
        heard = true;
        try {
            calls.hold(piece.length());
            held += piece.length();
        } catch (Refusal e) {
            abort(e.problem());
            return;
        }
        splitter.add(piece.getBytes());
        go();
    }

    private void arrived() {
        if (!over) {
            arrived = true;
            splitter.end();
            go();
        }
    }

    @Override
    public void line(long number, byte[] line) {
        if (isBlank(line)) {
            dropped(line.length);
        } else {
            waiting.add(new Line(sequence++, number, line));
        }
    }

    @Override
    public void tooLong(long number) {
        Problem problem =
                Problem.of(
                        ProblemType.PAYLOAD_TOO_LARGE,
                        "the line is longer than " + limits.bodyBytes() + " bytes");
        refused(new Line(sequence++, number, new byte[0]), problem);
    }

    @Override
    public void dropped(int bytes) {
        if (!over) {
            calls.release(bytes);
            held -= bytes;
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Does what can be done now: begins lines, reads on or stops reading, ends. */
    private void go() {
        if (over || readingDefaults) {
            return;
        }
        if (defaults.isEmpty() && !waiting.isEmpty()) {
            readDefaults();
            return;
        }
        while (!waiting.isEmpty() && hasRoom()) {
            begin(waiting.poll());
        }
        if (arrived) {
            if (waiting.isEmpty() && inFlight == 0) {
                end();
            }
        } else if (waiting.isEmpty() && hasRoom()) {
            request.resume();
        } else {
            request.pause();
        }
    }

    private boolean hasRoom() {
        return inFlight + writer.kept() < settings.window() && writer.hasRoom();
    }

    private void readDefaults() {
        Line line = waiting.peek();
        readingDefaults = true;
        if (!arrived) {
            request.pause();
        }
        work.defaults(line.bytes())
                .onComplete(
                        read -> {
                            readingDefaults = false;
                            if (over) {
                                return;
                            }
                            if (read.failed()) {
                                abort(Problems.of(read.cause(), call.id()));
                                return;
                            }
                            defaults = Optional.of(read.result());
                            if (Defaults.isDefaults(line.bytes())) {
                                dropped(waiting.poll().bytes().length);
                                writer.skip(line.sequence());
                            }
                            go();
                        });
    }

    private void begin(Line line) {
        inFlight++;
        work.answer(call, defaults.orElseThrow(), line.number(), line.bytes())
                .onComplete(
                        done -> {
                            inFlight--;
                            dropped(line.bytes().length);
                            if (over) {
                                return;
                            }
                            if (done.succeeded()) {
                                tally.answered(done.result().reply());
                                writer.write(line.sequence(), done.result().line());
                            } else {
                                refused(line, Problems.of(done.cause(), call.id()));
                            }
                            go();
                        });
    }

    private void refused(Line line, Problem problem) {
        if (over) {
            return;
        }
        tally.failed();
        writer.write(line.sequence(), tally.error(line.number(), problem));
        if (tally.errors() > settings.maxErrors()) {
            abort(
                    Problem.of(
                            ProblemType.UNPROCESSABLE_INPUT,
                            "more than "
                                    + settings.maxErrors()
                                    + " lines could not be answered; see max_errors"));
        }
    }

    private void checkSilence() {
        boolean waits = inFlight == 0 && waiting.isEmpty() && !arrived;
        if (waits && !heard) {
            abort(
                    Problem.of(
                            ProblemType.REQUEST_TIMEOUT,
                            "nothing arrived within " + limits.idleTime().toMillis() + " ms"));
        }
        heard = false;
    }

    private void end() {
        over();
        writer.end(tally.lastLine(Optional.empty()));
    }

    /** Ends early: with a problem of the whole request as long as nothing was said, else in a last line. */
    private void abort(Problem why) {
        over();
        call.cancellation().cancel();
        if (!context.response().headWritten()) {
            context.fail(new Refusal(why));
            return;
        }
        writer.end(tally.lastLine(Optional.of(why)));
        if (!arrived) {
            Farewell.linger(context);
        }
    }

    private void abandoned() {
        if (!over) {
            over();
            call.cancellation().cancel();
        }
    }

    private void over() {
        over = true;
        context.vertx().cancelTimer(watch);
        writer.over();
        calls.release(held);
        held = 0;
        waiting.clear();
        calls.done(call);
        Exchange.of(context).concerns(tally.model(), tally.modality());
        Exchange.of(context).trace().put("mt.items", Long.toString(tally.items()));
    }
}
