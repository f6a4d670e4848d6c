package io.metatransformer.testkit;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.util.List;
import java.util.Optional;

class NumbersTokenizerContractTest extends TokenizerContract {
    @Override
    protected Modality modality() {
        return NumbersTokenizer.NUMBERS;
    }

    @Override
    protected List<Input> samples() {
        return List.of(
                NumbersTokenizer.input(1, -2.5, 1e-3),
                NumbersTokenizer.input(7).named("seven.txt"),
                Input.of(modality(), Tensor.of(new float[] {1, 2}, 2)));
    }

    @Override
    protected Optional<Input> tooLarge() {
        return Optional.of(NumbersTokenizer.input(new double[65]));
    }
}
