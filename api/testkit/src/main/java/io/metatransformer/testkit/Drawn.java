package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Preview;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.opentest4j.AssertionFailedError;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What a preview promises: a whole picture that asks for nothing from outside and runs nothing. */
final class Drawn {
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;

    private Drawn() {}

    static void check(String what, Preview preview) {
        assertFalse(preview.caption().isBlank(), () -> what + ": the preview has no caption");
        assertEquals(1, preview.caption().lines().count(), () -> what + ": a caption is one line");
        ByteBuffer bytes = preview.bytes();
        if (preview.mediaType().equals(Preview.PNG)) {
            assertTrue(
                    bytes.remaining() > 8 && bytes.getLong(0) == PNG_SIGNATURE,
                    () -> what + ": the preview is not a PNG file");
        } else {
            NodeList all = parsed(what, bytes).getElementsByTagName("*");
            assertEquals("svg", all.item(0).getNodeName(), () -> what + ": root of the preview");
            for (int i = 0; i < all.getLength(); i++) {
                selfContained(what, all.item(i));
            }
        }
    }

    static void check(String what, Backdrop backdrop, int side) {
        if (backdrop instanceof Backdrop.Picture picture) {
            assertTrue(
                    Math.max(picture.width(), picture.height()) <= side,
                    () -> what + ": a backdrop of " + picture + ", at most " + side + " px");
            double across = (double) picture.width() / picture.userWidth();
            double down = (double) picture.height() / picture.userHeight();
            double pixel = Math.max(1.0 / picture.userWidth(), 1.0 / picture.userHeight());
            assertEquals(across, down, pixel, () -> what + ": a backdrop is not squeezed");
        }
    }

    private static Document parsed(String what, ByteBuffer bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            String text = StandardCharsets.UTF_8.decode(bytes).toString();
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // the default one prints what the failure says anyway
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionFailedError(what + ": the preview is not well-formed XML", e);
        }
    }

    private static void selfContained(String what, Node element) {
        assertFalse(
                element.getNodeName().equals("script")
                        || element.getNodeName().equals("foreignObject"),
                () -> what + ": the preview holds " + element.getNodeName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            assertFalse(
                    attribute.getNodeName().endsWith("href")
                            && !attribute.getNodeValue().startsWith("data:image/"),
                    () -> what + ": the preview refers to " + attribute.getNodeValue());
        }
    }
}
