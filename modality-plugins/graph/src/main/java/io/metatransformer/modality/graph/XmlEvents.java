package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.tables.Utf8Reader;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML event by event, and nothing more than what stands in the file: document type declarations and references to
 * entities are refused as soon as they come, nothing outside of the file is ever opened, elements nest up to a limit.
 * Serves one thread.
 */
final class XmlEvents implements AutoCloseable {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 256;

    private final String name;
    private final XMLStreamReader reader;
    private int depth;

    private XmlEvents(String name, XMLStreamReader reader) {
        this.name = name;
        this.reader = reader;
    }

    /**
     * @param name of the input, for messages
     */
    static XmlEvents open(String name, ByteBuffer bytes) {
        // The JDK's own: another one on the class path might not know these properties.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver(
                (publicId, systemId, baseUri, namespace) -> {
                    throw insecure(name);
                });
        try {
            var text = new TagGuard(name, new Utf8Reader(name, bytes, false));
            return new XmlEvents(name, factory.createXMLStreamReader(text));
        } catch (XMLStreamException e) {
            throw refusal(name, e);
        }
    }

    /**
     * Goes to the next start or end of an element, over comments and text.
     *
     * @return whether it is a start; the end of the document counts as an end
     */
    boolean start() {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {
                    // comments, white space between elements
                }
            }
        }
    }

    private int next() {
        int event;
        try {
            event = reader.next();
        } catch (XMLStreamException e) {
            throw refusal(name, e);
        }
        switch (event) {
            case XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE,
                    XMLStreamConstants.ENTITY_DECLARATION ->
                    throw insecure(name);
            case XMLStreamConstants.START_ELEMENT -> {
                if (++depth > MAX_DEPTH) {
                    throw refusal(
                            ErrorCode.LIMIT_EXCEEDED,
                            "elements are nested deeper than " + MAX_DEPTH);
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            default -> {
                // nothing to check
            }
        }
        return event;
    }

    /** The name of the current element, without its prefix. */
    String element() {
        return reader.getLocalName();
    }

    /** An attribute of the current element. */
    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(reader.getAttributeValue(null, attribute));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} if it is not there
     */
    String required(String attribute) {
        return attribute(attribute)
                .orElseThrow(
                        () ->
                                refusal(
                                        ErrorCode.SCHEMA_MISMATCH,
                                        "<"
                                                + Quoted.of(element())
                                                + "> has no attribute '"
                                                + attribute
                                                + "'"));
    }

    /** The text of the current element, without white space around it; goes to its end. */
    String text() {
        StringBuilder text = new StringBuilder();
        int inside = depth;
        while (depth >= inside) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() + reader.getTextLength() > MAX_TEXT) {
                        throw refusal(
                                ErrorCode.LIMIT_EXCEEDED,
                                "a value is longer than " + MAX_TEXT + " characters");
                    }
                    text.append(reader.getText());
                }
                case XMLStreamConstants.START_ELEMENT ->
                        throw refusal(
                                ErrorCode.MALFORMED,
                                "element " + Quoted.of(element()) + " inside of a value");
                default -> {
                    // comments
                }
            }
        }
        return text.toString().strip();
    }

    /** Passes over the current element and all inside of it; goes to its end. */
    void skip() {
        int inside = depth;
        while (depth >= inside) {
            next();
        }
    }

    MetaTransformerException refusal(ErrorCode code, String what) {
        int line = Math.max(1, reader.getLocation().getLineNumber());
        return new MetaTransformerException(code, name + ": line " + line + ": " + what);
    }

    private static MetaTransformerException insecure(String name) {
        return new MetaTransformerException(
                ErrorCode.INSECURE_CONTENT,
                name
                        + ": document type declarations and references to entities are refused in"
                        + " XML");
    }

    /** The parser's messages quote the file, so only its line is told. */
    private static MetaTransformerException refusal(String name, XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MetaTransformerException own) {
                return own;
            }
        }
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
        return new MetaTransformerException(
                ErrorCode.MALFORMED, name + ": line " + line + ": the XML is not well-formed", e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw refusal(name, e);
        }
    }
}
