package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How several channels become one.
 *
 * @param channel the only one that counts, from 0; -1 for the mean of all
 */
record Mix(int channel) {
    static final Mix MEAN = new Mix(-1);

    private static final Pattern INDEX = Pattern.compile("index\\((\\d{1,5})\\)");

    /**
     * @param word {@code mean}, {@code first} or {@code index(i)}
     */
    static Mix of(String word) {
        if (word.equals("mean")) {
            return MEAN;
        }
        if (word.equals("first")) {
            return new Mix(0);
        }
        Matcher index = INDEX.matcher(word);
        if (index.matches()) {
            return new Mix(Integer.parseInt(index.group(1)));
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "option 'mix' takes mean, first, or index(i) for one channel counted from 0");
    }

    boolean mean() {
        return channel < 0;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there is no such channel
     */
    void require(int channels, String name) {
        if (channel >= channels) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": 'mix' asks for channel "
                            + channel
                            + ", counted from 0; the sound has "
                            + channels);
        }
    }
}
