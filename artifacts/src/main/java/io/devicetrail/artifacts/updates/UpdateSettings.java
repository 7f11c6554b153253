package io.devicetrail.artifacts.updates;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the metadata of updates is.
 *
 * @param directory a folder for each tenant; of several nodes the same one. Null: {@code updates} in the home
 * @param keys a folder for each tenant, with its private keys; of several nodes the same one. Null: {@code
 *     secrets/updates} in the home
 */
@ConfigurationProperties(UpdateSettings.PREFIX)
public record UpdateSettings(
        @Nullable Path directory, @Nullable Path keys) {
    public static final String PREFIX = "devicetrail.updates";

    public UpdateSettings {
        if (directory != null && keys != null) {
            requireApart(directory, keys);
        }
    }

    /** @param home of the installation */
    public Path directoryIn(Path home) {
        return directory == null ? home.resolve("updates") : directory;
    }

    /** @param home of the installation */
    public Path keysIn(Path home) {
        Path chosen = keys == null ? home.resolve("secrets").resolve("updates") : keys;
        requireApart(directoryIn(home), chosen);
        return chosen;
    }

    /** @throws IllegalArgumentException if whoever copies or serves the metadata would have the keys with it */
    private static void requireApart(Path directory, Path keys) {
        if (keys.toAbsolutePath()
                .normalize()
                .startsWith(directory.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(PREFIX + ".keys (" + keys + ") must not be within " + PREFIX
                    + ".directory (" + directory + "): who copies or serves the metadata would have the keys with it");
        }
    }
}
