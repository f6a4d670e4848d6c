package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A series cut into windows: what a head reads, and what it should answer. */
final class SeriesWindows {
    private static final int TIMES = 1000; // that are looked at to tell the distance of steps

    private final SeriesTable table;
    private final SeriesForm form;
    private final Modality modality;
    private final Map<String, ?> options;
    private final int[] answered; // channels of the table
    private final float[] deviation;
    private final int season;

    /**
     * @param options of the tokenizer, given with each window
     * @param training rows before this one, of which deviations are measured
     */
    SeriesWindows(
            SeriesTable table,
            SeriesForm form,
            Modality modality,
            Map<String, ?> options,
            int training) {
        this.table = table;
        this.form = form;
        this.modality = modality;
        this.options = options;
        this.answered = answered();
        this.season = form.season().orElseGet(() -> SeriesSeason.of(table.times(TIMES)));
        this.deviation = new float[answered.length];
        for (int c = 0; c < answered.length; c++) {
            deviation[c] =
                    form.deviation().size() == answered.length
                            ? form.deviation().get(c).floatValue()
                            : (float) measured(answered[c], training);
        }
    }

    private int[] answered() {
        int all = table.channels().size();
        if (!form.forecasts() || form.names().isEmpty()) {
            int[] indices = new int[all];
            Arrays.setAll(indices, c -> c);
            return indices;
        }
        return form.names().stream()
                .mapToInt(
                        name -> {
                            int at = table.channels().indexOf(name);
                            if (at < 0) {
                                throw new MetaTransformerException(
                                        ErrorCode.SCHEMA_MISMATCH,
                                        table.file()
                                                + " has no channel '"
                                                + name
                                                + "'; it has "
                                                + table.channels());
                            }
                            return at;
                        })
                .toArray();
    }

    private double measured(int channel, int rows) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        double first = Double.NaN; // differences to it keep their digits
        for (int r = 0; r < rows; r++) {
            double value = table.value(r, channel);
            if (!Double.isNaN(value)) {
                first = count == 0 ? value : first;
                sum += value - first;
                squares += Math.pow(value - first, 2);
                count++;
            }
        }
        double variance = count == 0 ? 0 : squares / count - Math.pow(sum / count, 2);
        return variance > 0 ? Math.sqrt(variance) : 1;
    }

    /** Steps from one window to the next, unless the caller chose: about {@link SeriesForm#WINDOWS} windows of all. */
    int stride() {
        int windows = table.rows() - form.length() + 1;
        return form.stride()
                .orElse(Math.max(1, (windows + SeriesForm.WINDOWS - 1) / SeriesForm.WINDOWS));
    }

    /**
     * Windows that lie between two rows.
     *
     * @param from first row that is read
     * @param to row after the last one that is read or answered
     * @param stride steps from one to the next
     * @param labelled whether unusual steps are told by their labels, if the file has any
     */
    List<Example> between(int from, int to, int stride, boolean labelled) {
        List<Example> windows = new ArrayList<>();
        for (int start = from; start + form.length() <= to; start += stride) {
            if (!form.forecasts() || isKnown(start)) {
                windows.add(window(start, labelled));
            }
        }
        return windows;
    }

    /** Whether every answered channel has a past, and every value of the horizon is there. */
    private boolean isKnown(int start) {
        for (int channel : answered) {
            boolean past = false;
            for (int r = start; r < start + form.length(); r++) {
                boolean known = !Double.isNaN(table.value(r, channel));
                past |= known;
                if (!past && r == start + form.input() - 1 || !known && r >= start + form.input()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Example window(int start, boolean labelled) {
        int end = start + form.input();
        float[] hidden = form.hides() ? hidden(start) : new float[0];
        byte[] text = table.text(start, end, entry -> form.hides() && hidden[entry] != 0);
        String name = table.file() + " rows " + (start + 1) + " to " + end;
        Item item = Item.of(Input.of(modality, text).named(name).withOptions(options));
        return new Example(name, item, target(start, hidden, labelled));
    }

    private Target target(int start, float[] hidden, boolean labelled) {
        int end = start + form.input();
        if (form.forecasts()) {
            return new Target.Continuation(
                    values(end, form.horizon()),
                    values(start, form.input()),
                    Tensor.of(deviation.clone(), deviation.length),
                    season);
        }
        if (labelled && form.labels().isPresent()) {
            float[] classes = new float[form.input()];
            for (int step = 0; step < classes.length; step++) {
                classes[step] = table.unusual(start + step) ? 1 : 0;
            }
            return new Target.PointLabels(
                    Tensor.of(classes, classes.length), List.of("normal", "anomaly"));
        }
        Tensor values = values(start, form.input());
        return new Target.Hidden(
                values,
                form.hides()
                        ? Tensor.of(hidden, values.shape())
                        : Tensor.of(new float[values.elements()], values.shape()));
    }

    /** Of the answered channels; a gap holds what was known before it, or else after it. */
    private Tensor values(int start, int count) {
        float[] values = new float[count * answered.length];
        for (int c = 0; c < answered.length; c++) {
            double known = firstKnown(start, start + count, answered[c]);
            for (int step = 0; step < count; step++) {
                double value = table.value(start + step, answered[c]);
                known = Double.isNaN(value) ? known : value;
                values[step * answered.length + c] = (float) known;
            }
        }
        return Tensor.of(values, count, answered.length);
    }

    private double firstKnown(int from, int to, int channel) {
        for (int r = from; r < to; r++) {
            if (!Double.isNaN(table.value(r, channel))) {
                return table.value(r, channel);
            }
        }
        return 0;
    }

    /** Which known values are hidden from the encoder: drawn by the window alone, one of each channel stays. */
    private float[] hidden(int start) {
        int C = table.channels().size();
        float[] hidden = new float[form.input() * C];
        SplitMix64 random = new SplitMix64(start);
        for (int entry = 0; entry < hidden.length; entry++) {
            boolean known = !Double.isNaN(table.value(start + entry / C, entry % C));
            hidden[entry] = random.nextDouble() < form.hiddenShare() && known ? 1 : 0;
        }
        for (int c = 0; c < C; c++) {
            boolean seen = false;
            int last = -1;
            for (int entry = c; entry < hidden.length; entry += C) {
                boolean known = !Double.isNaN(table.value(start + entry / C, c));
                seen |= known && hidden[entry] == 0;
                last = known ? entry : last;
            }
            if (!seen && last >= 0) {
                hidden[last] = 0;
            }
        }
        return hidden;
    }
}
