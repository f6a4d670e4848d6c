package io.metatransformer.core.model;

import java.util.List;
import java.util.Set;

/**
 * What became of a draft.
 *
 * @param unclaimed tensors of the checkpoint that neither the encoder nor any installed plugin took
 * @param notes parts that were left out, and why: for the person who imports
 */
public record WrittenModel(Manifest manifest, Set<String> unclaimed, List<String> notes) {
    public WrittenModel {
        unclaimed = Set.copyOf(unclaimed);
        notes = List.copyOf(notes);
    }
}
