package io.metatransformer.testkit;

class MeanHeadContractTest extends HeadContract {
    @Override
    protected String name() {
        return "mean";
    }
}
