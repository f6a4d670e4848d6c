package io.metatransformer.cli.demo;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.core.Provenance;
import java.time.Duration;
import java.util.Optional;

/**
 * One sample, and what became of it.
 *
 * @param modality its id
 * @param file its name, without a folder
 * @param bytes size of the file
 * @param preview absent if the tokenizer draws none
 * @param outcome absent if the sample was refused
 * @param refusal why; absent if it was not
 */
public record Exhibit(
        String modality,
        String file,
        long bytes,
        Optional<Preview> preview,
        Optional<Outcome> outcome,
        Optional<String> refusal) {

    /**
     * What the encoder made of it.
     *
     * @param segment its tokens
     * @param tokenize time, decoding included
     * @param encode time of this sample alone
     * @param embedding mean of all features
     * @param space in which it may be compared
     * @param tokenizer that read it
     */
    public record Outcome(
            Segment segment,
            Duration tokenize,
            Duration encode,
            float[] embedding,
            Optional<String> space,
            Provenance.Part tokenizer) {

        /** How the tokens lie, in words. */
        public String layout() {
            Layout layout = segment.layout();
            String words;
            if (layout instanceof Layout.Grid grid) {
                words = "grid of " + grid.rows() + " × " + grid.cols();
            } else if (layout instanceof Layout.Volume volume) {
                words =
                        "volume of "
                                + volume.frames()
                                + " × "
                                + volume.rows()
                                + " × "
                                + volume.cols();
            } else if (layout instanceof Layout.Points points) {
                words = points.length() + " groups of points";
            } else if (layout instanceof Layout.Series series) {
                words = series.steps() + (series.steps() == 1 ? " step" : " steps") + " in order";
            } else if (layout instanceof Layout.Rows rows) {
                words = rows.count() + (rows.count() == 1 ? " field" : " fields");
            } else {
                words = layout.length() == 1 ? "one for the whole" : "set of " + layout.length();
            }
            return segment.specialTokens() == 0
                    ? words
                    : words + ", and " + segment.specialTokens() + " special";
        }
    }
}
