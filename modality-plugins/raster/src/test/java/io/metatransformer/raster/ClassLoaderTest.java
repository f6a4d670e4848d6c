package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The library as a plugin holds it: in a class loader of its own, which is given up with the plugin. */
class ClassLoaderTest {

    @Test
    void a_class_loader_that_has_read_every_format_can_be_unloaded() throws Exception {
        WeakReference<ClassLoader> loader = readEverythingInALoaderOfItsOwn();

        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }

        assertNull(loader.get(), "something of the JDK still holds the loader");
    }

    private static WeakReference<ClassLoader> readEverythingInALoaderOfItsOwn() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ChildFirst loader = new ChildFirst(classPath())) {
            thread.setContextClassLoader(loader);
            Class<?> reader = loader.loadClass(PictureReader.class.getName());
            assertNotSame(PictureReader.class, reader);
            Class<?> limits = loader.loadClass(PictureLimits.class.getName());
            Object usual = limits.getField("DEFAULT").get(null);
            for (String file :
                    List.of(
                            "rgb8.png",
                            "cmyk.jpg",
                            "rgba8_lossless.webp",
                            "rgb8_planar.tif",
                            "palette.bmp",
                            "palette.gif")) {
                Object picture =
                        reader.getMethod("read", ByteBuffer.class, String.class, limits)
                                .invoke(
                                        null,
                                        ByteBuffer.wrap(Files.resource("/pictures/" + file)),
                                        file,
                                        usual);
                assertEquals(41, picture.getClass().getMethod("width").invoke(picture));
            }
            return new WeakReference<>(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Shares the api with the host, as the runtime's plugin loader does. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.startsWith("io.metatransformer.api.")
                    ? Class.forName(name)
                    : super.findClass(name);
        }
    }
}
