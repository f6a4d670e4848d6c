package io.metatransformer.core.model;

import java.util.Optional;

/**
 * On which terms the weights of a model may be used.
 *
 * @param weights SPDX id, or the licence's own name
 * @param data that of the data they were trained on, if known
 * @param commercialUse whether the weights may be used commercially
 */
public record Licence(String weights, Optional<String> data, boolean commercialUse) {}
