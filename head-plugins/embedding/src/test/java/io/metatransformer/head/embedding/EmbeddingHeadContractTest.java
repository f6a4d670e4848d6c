package io.metatransformer.head.embedding;

import io.metatransformer.testkit.HeadContract;

class EmbeddingHeadContractTest extends HeadContract {
    @Override
    protected String name() {
        return "embedding";
    }
}
