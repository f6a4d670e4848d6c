package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.Reader;

/**
 * Watches XML on its way to the parser, which would hold a name, an attribute or a comment of any length: what
 * stands between one {@code <} and the next is kept to a limit.
 */
final class TagGuard extends Reader {
    private static final int MAX_LENGTH = 1 << 20;

    private final String name;
    private final Reader text;
    private int length;

    TagGuard(String name, Reader text) {
        this.name = name;
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int count) throws IOException {
        int read = text.read(target, offset, count);
        for (int i = offset; i < offset + read; i++) {
            length = target[i] == '<' ? 0 : length + 1;
            if (length > MAX_LENGTH) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + ": a tag and the text after it are longer than "
                                + MAX_LENGTH
                                + " characters");
            }
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
