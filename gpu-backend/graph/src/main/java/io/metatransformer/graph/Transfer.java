package io.metatransformer.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Copies variables into a session and out of it. TensorFlow plans every new set of them over the whole graph,
 * which takes longer than copying small ones; so many go in one run, but never more than a bound of bytes
 * (or one variable, if it alone is larger): the weights are never in memory twice.
 */
final class Transfer {
    private static final long BYTES = 1L << 26;

    private Transfer() {}

    /** One variable to be set to what {@code value} makes, which is closed after that. */
    record In(
            Variable<TFloat32> variable,
            Placeholder<TFloat32> input,
            Op assign,
            Supplier<TFloat32> value) {}

    /** One variable to be read by {@code reader}, which must not keep it. */
    record Out(Variable<TFloat32> variable, Consumer<TFloat32> reader) {}

    /** @param done told how many are set, after each run */
    static void in(Session session, List<In> all, Consumer<Integer> done) {
        for (int from = 0; from < all.size(); ) {
            int to = end(all.stream().map(In::variable).toList(), from);
            List<TFloat32> values = new ArrayList<>();
            try {
                Session.Runner runner = session.runner();
                for (In each : all.subList(from, to)) {
                    values.add(each.value().get());
                    runner.feed(each.input(), values.get(values.size() - 1));
                    runner.addTarget(each.assign());
                }
                runner.run().close();
            } finally {
                values.forEach(TFloat32::close);
            }
            from = to;
            done.accept(to);
        }
    }

    static void out(Session session, List<Out> all) {
        for (int from = 0; from < all.size(); ) {
            int to = end(all.stream().map(Out::variable).toList(), from);
            Session.Runner runner = session.runner();
            all.subList(from, to).forEach(each -> runner.fetch(each.variable()));
            try (Result result = runner.run()) {
                for (int i = from; i < to; i++) {
                    all.get(i).reader().accept((TFloat32) result.get(i - from));
                }
            }
            from = to;
        }
    }

    private static int end(List<Variable<TFloat32>> variables, int from) {
        long bytes = 0;
        int to = from;
        while (to < variables.size()) {
            bytes += 4 * variables.get(to).shape().size();
            if (bytes > BYTES && to > from) {
                return to;
            }
            to++;
        }
        return to;
    }
}
