package org.example.embedded;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Request;
import java.nio.file.Path;

/** A plain program with the platform inside: a picture goes in, its embedding comes out. */
public final class EmbedPicture {

    /** Takes the packaged folder and a picture. */
    public static void main(String[] arguments) {
        Path home = Path.of(arguments[0]);
        Input picture = Input.of(Modality.IMAGE, Path.of(arguments[1]));
        try (MetaTransformer mt =
                MetaTransformer.builder()
                        .models(home.resolve("models"))
                        .plugins(home.resolve("plugins"))
                        .allowRandomWeights(true) // the model of the package is untrained
                        .build()) {
            Request request = Request.of(picture).withModel("default");

            Reply<Prediction.Embedding> reply = mt.embed(request);

            Tensor vector = reply.values().get(0).vectors();
            System.out.printf(
                    "%d tokens, %d values, the first is %s%n",
                    reply.tokens(), vector.elements(), vector.data().get(0));
            System.out.println("random weights: " + reply.provenance().usesRandomWeights());
        }
    }
}
