package io.metatransformer.raster;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;

/** Makes one kind of picture ready for {@link PictureSession}. Thread-safe and without state. */
@FunctionalInterface
public interface Preparation {

    /**
     * @param options the model's, with those of the request on top
     * @param channels that the weights read
     * @throws MetaTransformerException for an input that is refused, named as the input is
     */
    Prepared prepare(Input input, Options options, int channels);
}
