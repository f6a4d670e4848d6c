package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * What the manifest of a plugin's jar says: {@code Mt-Plugin-Id}, {@code Mt-Plugin-Version}, {@code
 * Mt-Plugin-Api}. Where it is silent, the jar's own title and version stand in, then its file name.
 */
final class Descriptor {
    /** Version of the plugin interfaces. Plugins built for another major version are refused. */
    static final int API = 1;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern VERSION_IN_NAME = Pattern.compile("-(\\d[^/]*)$");

    private Descriptor() {}

    static PluginRef of(Optional<Manifest> manifest, String fileName) {
        Attributes attributes =
                manifest.map(Manifest::getMainAttributes).orElseGet(Attributes::new);
        requireApi(attributes.getValue("Mt-Plugin-Api"), fileName);
        String base = fileName.replaceFirst("\\.jar$", "");
        String id =
                first(
                        attributes.getValue("Mt-Plugin-Id"),
                        attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE),
                        VERSION_IN_NAME.matcher(base).replaceFirst("").toLowerCase(Locale.ROOT));
        if (!ID.matcher(id).matches()) {
            throw Refusal.broken(
                    "Mt-Plugin-Id is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, got "
                            + Quoted.of(id));
        }
        String version =
                first(
                        attributes.getValue("Mt-Plugin-Version"),
                        attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
                        versionIn(base));
        return new PluginRef(id, version);
    }

    private static String versionIn(String base) {
        var found = VERSION_IN_NAME.matcher(base);
        return found.find() ? found.group(1) : "unversioned";
    }

    private static void requireApi(String api, String fileName) {
        if (api == null) {
            return; // nothing promised: a mismatch shows as a missing class or method
        }
        String major = api.strip().split("\\.", 2)[0];
        if (!major.equals(Integer.toString(API))) {
            throw new MetaTransformerException(
                    ErrorCode.UNSUPPORTED,
                    fileName
                            + " was built for version "
                            + Quoted.of(api)
                            + " of the plugin interfaces; this host has version "
                            + API);
        }
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        throw new IllegalArgumentException("no candidate");
    }
}
