package io.metatransformer.core.plugin;

import java.util.List;

/**
 * The packages, with all below them, that a plugin gets from the host instead of its own jars: the types that
 * cross the border, and native code that one process can load only once.
 */
public record SharedPackages(List<String> names) {

    public static final SharedPackages DEFAULT =
            new SharedPackages(
                    List.of(
                            "io.metatransformer.api",
                            "io.metatransformer.graph",
                            "org.tensorflow",
                            "org.bytedeco.javacpp",
                            "org.bytedeco.ffmpeg", // bound to the loader of JavaCPP
                            "com.google.protobuf", // part of what TensorFlow's own methods take
                            "org.slf4j"));

    public SharedPackages {
        names = List.copyOf(names);
    }

    boolean holdsClass(String className) {
        return names.stream().anyMatch(name -> className.startsWith(name + "."));
    }

    boolean holdsResource(String resource) {
        return holdsClass(resource.replace('/', '.'));
    }
}
