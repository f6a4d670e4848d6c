package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** The pickle machine's stack. Marks are kept apart; nothing is popped from below the last one. */
final class PickleStack {
    private static final int LIMIT = 1_000_000;

    private final PickleInput at;
    private final ArrayList<Object> values = new ArrayList<>();
    private final ArrayList<Integer> marks = new ArrayList<>();

    PickleStack(PickleInput at) {
        this.at = at;
    }

    void push(Object value) {
        room(values.size());
        values.add(value);
    }

    void mark() {
        room(marks.size());
        marks.add(values.size());
    }

    Object pop() {
        require(1);
        return values.remove(values.size() - 1);
    }

    /** The top {@code count} values, the lowest first. */
    List<Object> pop(int count) {
        require(count);
        return take(values.size() - count);
    }

    /** Everything above the last mark, which goes too. */
    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw at.refuse(ErrorCode.CORRUPT, "no mark on the stack");
        }
        return take(marks.remove(marks.size() - 1));
    }

    /** POP: the top value, or the mark if one lies on top. */
    void drop() {
        if (!marks.isEmpty() && fence() == values.size()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    Object peek() {
        require(1);
        return values.get(values.size() - 1);
    }

    /** What a pickle is, at its end: the one value left. */
    Object last() {
        if (values.size() != 1 || !marks.isEmpty()) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "the pickle stops with "
                            + values.size()
                            + " values on the stack instead of one");
        }
        return values.get(0);
    }

    private List<Object> take(int from) {
        List<Object> top = values.subList(from, values.size());
        List<Object> taken = List.of(top.toArray());
        top.clear();
        return taken;
    }

    private int fence() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private void require(int count) {
        if (values.size() - fence() < count) {
            throw at.refuse(ErrorCode.CORRUPT, "the stack holds too few values");
        }
    }

    private void room(int size) {
        if (size >= LIMIT) {
            throw at.refuse(
                    ErrorCode.LIMIT_EXCEEDED, "more than " + LIMIT + " values on the stack");
        }
    }
}
