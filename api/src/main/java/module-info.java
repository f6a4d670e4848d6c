/** What a plugin is written against, and what a program that embeds the runtime sees. */
module io.metatransformer.api {
    exports io.metatransformer.api;
    exports io.metatransformer.api.safetensors;
    exports io.metatransformer.api.wire;

    uses io.metatransformer.api.Tokenizer;
    uses io.metatransformer.api.Encoder;
    uses io.metatransformer.api.Head;
}
