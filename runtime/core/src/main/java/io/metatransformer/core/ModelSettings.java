package io.metatransformer.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which models there are, and how they are used.
 *
 * @param folder of model folders; absent if there are none
 * @param encoder service that runs them; absent for the only one that is installed
 * @param encoderOptions on top of those of each model
 * @param defaultModel for requests that name none; absent for the only one there is
 * @param preload names of models that are loaded as soon as they are there, and before the runtime is ready
 * @param allowRandomWeights whether answers may be made with weights drawn at random
 * @param requireCommercialUse whether models are refused whose licence does not allow commercial use
 * @param watch whether changes of the folder take effect while the process runs
 * @param poll longest time between two looks at the folder
 */
record ModelSettings(
        Optional<Path> folder,
        Optional<String> encoder,
        Map<String, Object> encoderOptions,
        Optional<String> defaultModel,
        Set<String> preload,
        boolean allowRandomWeights,
        boolean requireCommercialUse,
        boolean watch,
        Duration poll) {

    /** From which missing weights are drawn, where that is allowed. */
    static final long RANDOM_SEED = 1;

    ModelSettings {
        encoderOptions = Map.copyOf(encoderOptions);
        preload = Set.copyOf(preload);
    }
}
