package org.example.morse;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;

class MorseTokenizerContractTest extends TokenizerContract {

    @Override
    protected Modality modality() {
        return MorseTokenizer.MORSE;
    }

    @Override
    protected List<Input> samples() {
        return List.of(morse("... --- ..."), morse("-- / - -- -.-."));
    }

    private static Input morse(String code) {
        return Input.of(MorseTokenizer.MORSE, code.getBytes(StandardCharsets.US_ASCII));
    }
}
