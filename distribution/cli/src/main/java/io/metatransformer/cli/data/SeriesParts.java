package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.core.fit.Example;
import io.metatransformer.core.fit.TokenizerLearning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A series in two parts in order of time: what is answered in the second one is never seen by the first, though
 * its windows may begin there.
 */
record SeriesParts(SeriesTable table, SeriesForm form, Modality modality, Map<String, ?> options) {

    /** Every window, for measuring. */
    List<Example> whole() {
        SeriesWindows windows = windows(options, table.rows());
        return found(windows.between(0, table.rows(), apart(windows), true), table.rows());
    }

    /** Windows for measuring that one step after another is asked of do not overlap. */
    private int apart(SeriesWindows windows) {
        return form.labels().isPresent() ? form.stride().orElse(form.input()) : windows.stride();
    }

    /**
     * @param share of the rows that are kept apart; 0 for none
     * @param fitted whether a tokenizer learns the scaling of the training part, and takes the options
     */
    DataSet.Parts parts(double share, boolean fitted) {
        int training = (int) Math.round(table.rows() * (1 - share));
        SeriesWindows windows = windows(fitted ? Map.of() : options, training);
        List<Example> learnt =
                found(windows.between(0, training, windows.stride(), false), training);
        List<Example> kept = List.of();
        if (share > 0) {
            int from = form.forecasts() ? Math.max(0, training - form.input()) : training;
            kept =
                    found(
                            windows.between(from, table.rows(), apart(windows), true),
                            table.rows() - from);
        }
        return new DataSet.Parts(
                learnt, kept, fitted ? Optional.of(learning(training)) : Optional.empty());
    }

    private SeriesWindows windows(Map<String, ?> given, int training) {
        return new SeriesWindows(table, form, modality, given, training);
    }

    private TokenizerLearning learning(int training) {
        Map<String, Object> chosen = new TreeMap<>(options);
        chosen.putIfAbsent("channels", table.channels().size());
        byte[] text = table.text(0, training, entry -> false);
        return new TokenizerLearning(
                modality, chosen, examples -> Input.of(modality, text).named(table.file()));
    }

    private List<Example> found(List<Example> windows, int rows) {
        if (windows.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.TOO_SHORT,
                    table.file()
                            + ": a part of "
                            + rows
                            + " rows holds no whole window of "
                            + form.length()
                            + " (options 'input'"
                            + (form.forecasts() ? " and 'horizon'" : "")
                            + " of the head)");
        }
        return windows;
    }
}
