package io.devicetrail.app.cli;

import java.nio.file.Path;

/**
 * Where the logs of this process go; to be said before the first logger is asked for. Nowhere, until a command has a
 * home: a file with a foreseeable name in a shared folder would be an invitation.
 */
public final class Logs {
    static final String FILE = "LOG_FILE";
    private static final String CONFIGURATION = "logback.configurationFile";

    private Logs() {}

    public static void nowhere() {
        System.setProperty(CONFIGURATION, "logback-silent.xml");
    }

    /** Into the folder {@code logs} of a home. */
    public static void in(Path home) {
        System.clearProperty(CONFIGURATION);
        System.setProperty(FILE, home.resolve("logs/devicetrail.log").toString());
    }
}
