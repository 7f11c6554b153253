package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which home, and which settings: the options of every command that touches an installation. */
public final class HomeOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of data, logs and secrets (default: $DEVICETRAIL_HOME, else .devicetrail here).")
    private @Nullable Path home;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, stronger than environment and devicetrail.properties; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    public Path home() {
        if (home != null) {
            return home.toAbsolutePath().normalize();
        }
        String environment = System.getenv("DEVICETRAIL_HOME");
        if (environment != null && !environment.isBlank()) {
            return Path.of(environment).toAbsolutePath().normalize();
        }
        // The launcher names the checkout, so that the home does not depend on where one stands.
        return Path.of(System.getProperty("devicetrail.checkout", "."))
                .toAbsolutePath()
                .normalize()
                .resolve(".devicetrail");
    }

    /** Also sends the logs to this home: to be called before anything else speaks. */
    public Settings settings() {
        Logs.in(home());
        return Settings.load(home(), set);
    }

    /** Reads settings without leaving a trace on disk. */
    Settings settingsOnly() {
        Logs.nowhere();
        return Settings.load(home(), set);
    }
}
