package io.metatransformer.modality.tabular;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.TokenizerContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The promises of every tokenizer, kept by the plain embedding and by one with everything that there is. */
class TabularTokenizerContractTest {

    abstract static class Of extends TokenizerContract {
        @Override
        protected Modality modality() {
            return Modality.TABULAR;
        }

        @Override
        protected List<Input> samples() {
            return List.of(
                    text("age,job,smokes\n41,cook,true\n").named("csv"),
                    text("[{\"age\":41,\"job\":\"cook\",\"smokes\":null}]").named("list"),
                    text("{\"rows\":[{\"age\":41,\"job\":\"cook\",\"smokes\":true}]}"),
                    text("{\"columns\":{\"age\":[41],\"job\":[\"cook\"],\"smokes\":[true]}}"));
        }

        @Override
        protected boolean staysAsItIs(String tensor) {
            return tensor.contains("cont_norm");
        }

        @Override
        protected boolean hasSignature(Input sample) {
            return sample.name().equals("input");
        }

        private static Input text(String text) {
            return Input.of(Modality.TABULAR, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    class Plain extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of("schema", TabularTokenizerTest.SCHEMA);
        }
    }

    @Nested
    class WithEverything extends Of {
        @Override
        protected Map<String, Object> config() {
            return Map.of(
                    "schema",
                    TabularTokenizerTest.SCHEMA,
                    "shared_embed",
                    true,
                    "cat_bias",
                    true,
                    "cont_norm",
                    "batchnorm",
                    "activation",
                    "gelu",
                    "class_token",
                    true);
        }
    }
}
