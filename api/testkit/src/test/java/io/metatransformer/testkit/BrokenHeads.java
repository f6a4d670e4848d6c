package io.metatransformer.testkit;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.doubles.MeanHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Heads that break a promise each. */
final class BrokenHeads {
    private BrokenHeads() {}

    static Stream<Arguments> all() {
        return Stream.concat(services(), sessions());
    }

    private static Stream<Arguments> services() {
        return Stream.of(
                arguments(
                        "the_head_is_found_and_says_the_same_every_time",
                        new Forwarding() {
                            @Override
                            public String name() {
                                return "My Head";
                            }
                        }),
                arguments(
                        "its_options_are_well_declared",
                        new Forwarding() {
                            @Override
                            public List<Option> options() {
                                return List.of(Option.flag("x", true, ""));
                            }
                        }),
                arguments(
                        "its_weights_are_well_declared",
                        new Forwarding() {
                            @Override
                            public List<WeightSpec> weights(Options options, int width) {
                                return List.of(WeightSpec.optional("x", 0));
                            }
                        }),
                arguments(
                        "opening_checks_options",
                        new Forwarding() {
                            @Override
                            public HeadSession open(ModelPart part) {
                                return super.open(with(part, part.weights()));
                            }
                        }),
                arguments(
                        "opening_checks_weights",
                        new Forwarding() {
                            @Override
                            public HeadSession open(ModelPart part) {
                                Weights fewer =
                                        part.weights()
                                                .renamed(
                                                        name ->
                                                                Optional.of(name)
                                                                        .filter("gain"::equals));
                                return super.open(with(part, fewer));
                            }
                        }),
                arguments(
                        "opening_without_weights_names_all_that_are_missing",
                        new Forwarding() {
                            @Override
                            public HeadSession open(ModelPart part) {
                                return super.open(MeanHead.part(part.width()));
                            }
                        }),
                arguments(
                        "a_checkpoint_of_something_else_is_not_adopted",
                        new Forwarding() {
                            @Override
                            public Weights adopt(Weights checkpoint) {
                                return checkpoint;
                            }
                        }),
                arguments(
                        "sessions_of_one_service_are_independent",
                        new Forwarding() {
                            private HeadSession shared;

                            @Override
                            public HeadSession open(ModelPart part) {
                                shared = shared == null ? super.open(part) : shared;
                                return shared;
                            }
                        }));
    }

    private static Stream<Arguments> sessions() {
        String answer = "features_get_an_answer_of_finite_numbers";
        Prediction.Label half = new Prediction.Label("a", 0, 0.5f);
        Prediction.Label most = new Prediction.Label("b", 1, 0.9f);
        return Stream.of(
                arguments(answer, giving(embedding(Float.NaN))),
                arguments(answer, giving(new Prediction.Classes(List.of(half, most), false))),
                arguments(answer, giving(new Prediction.Classes(List.of(most, half), true))),
                arguments(
                        answer,
                        giving(
                                new Prediction.Classes(
                                        List.of(new Prediction.Label("a", 0, Float.NaN)), false))),
                arguments(answer, giving(new Prediction.Boxes(List.of(box(3, 2, half))))),
                arguments(
                        answer,
                        giving(new Prediction.Boxes(List.of(box(1, 2, half), box(1, 2, most))))),
                arguments(
                        answer,
                        giving(new Prediction.Values(one(1), List.of("a", "b"), List.of()))),
                arguments(answer, giving(new Prediction.Mask(one(0), List.of("a")))),
                arguments(answer, giving(new Prediction.Mask(one(1).reshape(1, 1), List.of("a")))),
                arguments(answer, giving(new Prediction.PointLabels(one(0.5f), List.of("a")))),
                arguments(answer, giving(neighbours(0.2f, 0.5f))),
                arguments(answer, giving(neighbours(1.5f))),
                arguments(
                        "equal_features_give_equal_answers_in_any_session",
                        new Forwarding() {
                            @Override
                            Prediction predict(HeadSession good, Features f, Map<String, ?> r) {
                                return embedding(System.identityHashCode(good));
                            }
                        }),
                arguments("a_request_leaves_no_trace_for_the_next", new Counting()),
                arguments(
                        "many_threads_may_ask_at_once",
                        new Forwarding() {
                            private final AtomicInteger inside = new AtomicInteger();

                            @Override
                            Prediction predict(HeadSession good, Features f, Map<String, ?> r) {
                                inside.incrementAndGet();
                                TokenEdits.pause();
                                return embedding(inside.getAndDecrement());
                            }
                        }),
                arguments("features_of_another_width_are_refused", giving(embedding(1))),
                arguments("a_layout_that_it_cannot_answer_is_refused", new Forwarding()),
                arguments(
                        "options_of_a_request_are_checked",
                        new Forwarding() {
                            @Override
                            Prediction predict(HeadSession good, Features f, Map<String, ?> r) {
                                return good.predict(f);
                            }
                        }),
                arguments(
                        "what_was_closed_says_so_and_closing_twice_does_nothing",
                        giving(embedding(1))),
                arguments(
                        "closing_lets_calls_under_way_come_to_their_end",
                        new Forwarding() {
                            private volatile boolean freed;

                            @Override
                            Prediction predict(HeadSession good, Features f, Map<String, ?> r) {
                                Prediction answer = good.predict(f);
                                TokenEdits.pause();
                                if (freed) {
                                    throw new MetaTransformerException(
                                            ErrorCode.INTERNAL, "the memory is gone");
                                }
                                return answer;
                            }

                            @Override
                            void close(HeadSession good) {
                                freed = true;
                                good.close();
                            }
                        }));
    }

    private static ModelPart with(ModelPart part, Weights weights) {
        return ModelPart.of(part.name(), part.width(), Map.of(), weights);
    }

    private static Tensor one(float value) {
        return Tensor.of(new float[] {value}, 1);
    }

    private static Prediction embedding(float value) {
        return new Prediction.Embedding(one(value), Optional.empty());
    }

    private static Prediction.Box box(float left, float right, Prediction.Label label) {
        return new Prediction.Box(left, 0, right, 1, label);
    }

    private static Prediction neighbours(float... similarities) {
        List<Prediction.Neighbour> neighbours = new ArrayList<>();
        for (float each : similarities) {
            neighbours.add(
                    new Prediction.Neighbour(
                            "x", Optional.empty(), Optional.empty(), each, Optional.empty()));
        }
        return new Prediction.Neighbours(neighbours, Optional.empty());
    }

    private static Head giving(Prediction answer) {
        return new Forwarding() {
            @Override
            Prediction predict(HeadSession good, Features features, Map<String, ?> requested) {
                return answer;
            }
        };
    }

    private static final class Counting extends Forwarding {
        private int calls;

        @Override
        Prediction predict(HeadSession good, Features features, Map<String, ?> requested) {
            return embedding(calls++);
        }
    }

    /** A good head, of which a subclass breaks one promise. */
    private static class Forwarding implements Head {
        private final Head good = new MeanHead();

        @Override
        public String name() {
            return good.name();
        }

        @Override
        public List<Option> options() {
            return good.options();
        }

        @Override
        public List<WeightSpec> weights(Options options, int width) {
            return good.weights(options, width);
        }

        @Override
        public HeadSession open(ModelPart part) {
            HeadSession session = good.open(part);
            return new HeadSession() {
                @Override
                public int width() {
                    return session.width();
                }

                @Override
                public Prediction predict(Features features, Map<String, ?> requested) {
                    return Forwarding.this.predict(session, features, requested);
                }

                @Override
                public void close() {
                    Forwarding.this.close(session);
                }
            };
        }

        Prediction predict(HeadSession session, Features features, Map<String, ?> requested) {
            return session.predict(features, requested);
        }

        void close(HeadSession session) {
            session.close();
        }
    }
}
