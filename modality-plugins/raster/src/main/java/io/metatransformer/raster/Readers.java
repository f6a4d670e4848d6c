package io.metatransformer.raster;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;

/**
 * Makes the decoder of a format: the JDK's own, or one of TwelveMonkeys from this library's own class path.
 * Those are never registered globally, and readers that others have registered are never used.
 */
final class Readers {
    private Readers() {}

    static ImageReader of(PictureFormat format) throws IOException {
        return switch (format) {
            case PNG -> jdk("png").createReaderInstance();
            case BMP -> jdk("bmp").createReaderInstance();
            case GIF -> jdk("gif").createReaderInstance();
            case JPEG -> jpeg().createReaderInstance();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance();
            case TIFF -> throw new IllegalArgumentException("TIFF is read by TiffFile");
        };
    }

    /** It reads through the JDK's decoder, which it looks up in the registry that it is put into. */
    private static ImageReaderSpi jpeg() {
        ServiceRegistry own =
                new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
        own.registerServiceProvider(jdk("jpeg"), ImageReaderSpi.class);
        ImageReaderSpi reader = new JPEGImageReaderSpi();
        own.registerServiceProvider(reader, ImageReaderSpi.class);
        return reader;
    }

    private static ImageReaderSpi jdk(String formatName) {
        Iterator<ImageReaderSpi> all =
                withSystemLoader(
                        () ->
                                IIORegistry.getDefaultInstance()
                                        .getServiceProviders(ImageReaderSpi.class, false));
        while (all.hasNext()) {
            ImageReaderSpi each = all.next();
            if (each.getClass().getModule() == ImageReader.class.getModule()
                    && Arrays.asList(each.getFormatNames()).contains(formatName)) {
                return each;
            }
        }
        throw new IllegalStateException("this JDK has no reader of " + formatName);
    }

    /**
     * The first use of the global registry fills it with all readers that the thread's class loader can
     * see, for ever. If that loader is a plugin's, it could not be unloaded.
     */
    private static <T> T withSystemLoader(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
