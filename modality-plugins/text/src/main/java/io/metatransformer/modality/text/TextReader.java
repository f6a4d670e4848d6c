package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;

/** Texts to ids: all of the tokenizer that no weight decides. Immutable. */
record TextReader(String name, Options options, Vocabulary vocabulary) {

    int maxTokens() {
        return options.integer("context_length");
    }

    Options chosen(Input input) {
        return options.withRequest(input.options());
    }

    TextIds ids(Input input, Options chosen) {
        int most = maxTokens();
        TextIds text =
                input.tensor()
                        .map(ids -> GivenIds.read(input.name(), vocabulary, ids, most))
                        .orElseGet(() -> encode(input, chosen, most));
        if (text.truncated() && !chosen.flag("truncate")) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    input.name()
                            + ": the text has more than "
                            + most
                            + " tokens; option 'truncate' cuts it off there");
        }
        return text;
    }

    private TextIds encode(Input input, Options chosen, int most) {
        String text = TextFile.read(input, chosen);
        try {
            String clean = new TextCleaning(chosen.flag("repair_mojibake")).clean(text);
            boolean special = chosen.text("special_tokens_in_text").equals("reference");
            return TextIds.of(vocabulary, clean, special, most);
        } catch (MetaTransformerException refusal) {
            throw refusal.at(input.name());
        }
    }

    /** What {@code text} becomes: one token that sums it up, or one per id. */
    Segment segment(String input, TextIds text, String mode) {
        int n = text.ids().length;
        return new Segment(
                Modality.TEXT,
                0,
                0,
                mode.equals(TextOptions.POOLED) ? new Layout.Set(1) : new Layout.Series(n),
                origin(input, text, mode));
    }

    private static Origin origin(String name, TextIds text, String mode) {
        Origin origin = Origin.named(name).with(TextOptions.MODE, mode).with("ids", tensor(text));
        return text.truncated() ? origin.with(Origin.TRUNCATED, true) : origin;
    }

    /** {@code [n]}. */
    static Tensor tensor(TextIds text) {
        float[] ids = new float[text.ids().length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = text.ids()[i];
        }
        return Tensor.of(ids, ids.length);
    }
}
