package io.metatransformer.cli;

import io.metatransformer.api.Progress;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows stages that take longer than a second as bars, one at a time; shows nothing where nobody looks. Safe to
 * call from any thread, one at a time.
 */
final class ProgressBars implements Progress, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int WIDTH = 100;

    private final boolean watched;
    private String stage = "";
    private long began;
    private ProgressBar bar;

    ProgressBars(Terminal terminal) {
        this.watched = terminal.errIsTerminal();
    }

    @Override
    public synchronized void report(String reported, long done, long total) {
        if (!watched) {
            return;
        }
        if (!reported.equals(stage)) {
            close();
            stage = reported;
            began = System.nanoTime();
        }
        if (bar == null && done < total && System.nanoTime() - began > PATIENCE.toNanos()) {
            bar = open(reported, total);
        }
        if (bar != null) {
            bar.maxHint(total).stepTo(done);
        }
    }

    private static ProgressBar open(String stage, long total) {
        return new ProgressBarBuilder()
                .setTaskName(stage)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public synchronized void close() {
        stage = "";
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
