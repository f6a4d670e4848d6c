package io.metatransformer.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
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

    /** Runs that may go on at once; with 1, concurrent callers would wait for each other. */
    private static final int CONCURRENT_RUNS = 2;

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
        } catch (LinkageError e) {
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    "TensorFlow's native library does not load on "
                            + Loader.getPlatform()
                            + "; put org.tensorflow:tensorflow-core-native:1.1.0:"
                            + Loader.getPlatform()
                            + " (or its -gpu form) on the class path",
                    e);
        }
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
