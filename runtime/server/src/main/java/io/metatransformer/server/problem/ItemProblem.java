package io.metatransformer.server.problem;

import io.metatransformer.api.ErrorCode;
import java.util.Optional;

/**
 * What is wrong with one piece of a request.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request, such as {@code /inputs/3/data}
 * @param index of the item, from 0; -1 if it belongs to no item
 * @param code absent if the form of the request is wrong rather than its content
 */
public record ItemProblem(String pointer, int index, Optional<ErrorCode> code, String detail) {}
