package io.metatransformer.testkit;

import io.metatransformer.api.ModelPart;
import io.metatransformer.testkit.doubles.EchoEncoder;

class EchoEncoderContractTest extends EncoderContract {
    @Override
    protected String name() {
        return "echo";
    }

    @Override
    protected ModelPart part() {
        return EchoEncoder.part(8);
    }

    @Override
    protected boolean readsFolder() {
        return false;
    }
}
