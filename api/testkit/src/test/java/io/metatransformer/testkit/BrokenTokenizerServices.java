package io.metatransformer.testkit;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokenizers that break a promise before they are opened, or of opening. */
final class BrokenTokenizerServices {
    private BrokenTokenizerServices() {}

    static Stream<Arguments> all() {
        return Stream.of(
                arguments(
                        "the_tokenizer_is_found_and_says_the_same_every_time",
                        new ForwardingTokenizer() {
                            private int asked;

                            @Override
                            public List<String> mediaTypes() {
                                return List.of("text/x-" + asked++);
                            }
                        }),
                arguments(
                        "its_media_types_are_well_formed_and_distinct",
                        new ForwardingTokenizer() {
                            @Override
                            public List<String> mediaTypes() {
                                return List.of("image/PNG");
                            }
                        }),
                arguments(
                        "it_recognises_its_formats_by_content_and_leaves_the_bytes_as_they_were",
                        new ForwardingTokenizer() {
                            @Override
                            public boolean recognises(ByteBuffer head) {
                                head.get();
                                return true;
                            }
                        }),
                arguments(
                        "it_recognises_its_formats_by_content_and_leaves_the_bytes_as_they_were",
                        new ForwardingTokenizer() {
                            @Override
                            public boolean recognises(ByteBuffer head) {
                                return false;
                            }
                        }),
                arguments(
                        "it_recognises_neither_nothing_nor_other_bytes",
                        new ForwardingTokenizer() {
                            @Override
                            public boolean recognises(ByteBuffer head) {
                                return head.hasRemaining();
                            }
                        }),
                arguments(
                        "it_recognises_neither_nothing_nor_other_bytes",
                        new ForwardingTokenizer() {
                            @Override
                            public boolean recognises(ByteBuffer head) {
                                return head.remaining() > 0 && head.get(6) == 'e';
                            }
                        }),
                arguments("its_options_are_well_declared", withOption(Option.flag("x", true, " "))),
                arguments(
                        "its_options_are_well_declared", withOption(Option.flag("X y", true, "x"))),
                arguments(
                        "its_options_are_well_declared",
                        withOption(Option.flag("task", true, "x"))),
                arguments(
                        "its_options_are_well_declared",
                        withOption(Option.flag("scale", true, "declared twice"))),
                arguments(
                        "its_options_are_well_declared",
                        withOption(Option.integer("x", 9, 1, 8, "px", "default past its range"))),
                arguments(
                        "its_weights_are_well_declared",
                        new ForwardingTokenizer() {
                            @Override
                            public List<WeightSpec> weights(Options options, int width) {
                                WeightSpec twice = super.weights(options, width).get(0);
                                return List.of(twice, twice);
                            }
                        }),
                arguments(
                        "opening_checks_options",
                        new ForwardingTokenizer() {
                            @Override
                            public TokenizerSession open(ModelPart part) {
                                Map<String, Object> known = new HashMap<>(part.config());
                                known.keySet().retainAll(List.of("scale", "max_tokens"));
                                return super.open(
                                        ModelPart.of("x", part.width(), known, part.weights()));
                            }
                        }),
                arguments(
                        "opening_checks_weights",
                        new ForwardingTokenizer() {
                            @Override
                            public TokenizerSession open(ModelPart part) {
                                return super.open(known(part, "proj.weight"));
                            }
                        }),
                arguments(
                        "opening_without_weights_names_all_that_are_missing",
                        new ForwardingTokenizer() {
                            @Override
                            public List<WeightSpec> weights(Options options, int width) {
                                List<WeightSpec> more =
                                        new ArrayList<>(super.weights(options, width));
                                more.add(
                                        WeightSpec.required(
                                                "second", new WeightSpec.Constant(0), width));
                                return more;
                            }
                        }),
                arguments(
                        "a_checkpoint_of_something_else_is_not_adopted",
                        new ForwardingTokenizer() {
                            @Override
                            public Weights adopt(Weights checkpoint) {
                                return checkpoint;
                            }
                        }),
                arguments(
                        "sessions_of_one_service_are_independent",
                        new ForwardingTokenizer() {
                            private boolean closed;

                            @Override
                            TokenSequence tokenize(TokenizerSession session, Input input) {
                                if (closed) {
                                    throw new MetaTransformerException(ErrorCode.CLOSED, "closed");
                                }
                                return session.tokenize(input);
                            }

                            @Override
                            void close(TokenizerSession session) {
                                closed = true;
                            }
                        }));
    }

    private static Tokenizer withOption(Option option) {
        return new ForwardingTokenizer() {
            @Override
            public List<Option> options() {
                List<Option> more = new ArrayList<>(super.options());
                more.add(option);
                return more;
            }
        };
    }

    private static ModelPart known(ModelPart part, String... names) {
        List<String> known = List.of(names);
        Weights fewer =
                part.weights()
                        .renamed(
                                name ->
                                        known.contains(name)
                                                ? Optional.of(name)
                                                : Optional.empty());
        return ModelPart.of(part.name(), part.width(), part.config(), fewer);
    }
}
