package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;

/**
 * TensorFlow's native library and its threads, which all networks of a process share.
 *
 * <p>TensorFlow keeps one pool of compute threads per process. The first session fixes its size; what
 * later sessions ask for is ignored, so everybody asks for the same: {@link #session()}.
 */
public final class NativeLibrary {

    /** System property: compute threads of the process. The default is the number of processors. */
    public static final String THREADS = "metatransformer.threads";

    /**
     * System property of JavaCPP that has to be 0: else it refuses native memory once the process is four
     * times as large as its heap, which a small heap with a large model is.
     */
    public static final String UNBOUNDED = "org.bytedeco.javacpp.maxPhysicalBytes";

    /** Runs that may go on at once; with 1, concurrent callers would wait for each other. */
    private static final int CONCURRENT_RUNS = 2;

    private static final String ABOUT_BINDING =
            "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

    private NativeLibrary() {}

    /**
     * Loads the library if that has not happened yet; the very first time on a machine it is unpacked, which
     * takes seconds.
     *
     * @return TensorFlow's version, such as {@code 2.18.0}
     * @throws MetaTransformerException with {@link ErrorCode#BACKEND_UNAVAILABLE} that names the artifact to
     *     add if there is none for this platform, or what the system's loader said
     */
    public static String require() {
        try {
            return TensorFlow.version();
        } catch (LinkageError | OutOfMemoryError e) {
            if (Failures.isLimitOfJavaCpp(e)) {
                throw Failures.of("TensorFlow", e);
            }
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    "TensorFlow's native library does not load on "
                            + Loader.getPlatform()
                            + "; put org.tensorflow:tensorflow-core-native:"
                            + binding()
                            + ":"
                            + Loader.getPlatform()
                            + " (or its -gpu form) on the class path",
                    e);
        }
    }

    /** Version of TensorFlow Java, which the native artifact has to match. */
    private static String binding() {
        Properties maven = new Properties();
        try (InputStream in = TensorFlow.class.getResourceAsStream(ABOUT_BINDING)) {
            if (in != null) {
                maven.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return maven.getProperty("version", "(the version of tensorflow-core-api)");
    }

    /** Compute threads of this process. */
    public static int threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = Integer.getInteger(THREADS, processors);
        if (threads < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "system property " + THREADS + " must be at least 1, got " + threads);
        }
        return threads;
    }

    /** How every session of this process is to be configured. */
    public static ConfigProto session() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads())
                .setInterOpParallelismThreads(CONCURRENT_RUNS)
                .build();
    }
}
