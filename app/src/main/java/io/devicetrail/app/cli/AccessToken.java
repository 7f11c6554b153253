package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who a command acts as: nothing of an installation is told or changed without somebody who signed in. */
final class AccessToken {
    static final String VARIABLE = "DEVICETRAIL_TOKEN";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the access token of who runs this (default: $" + VARIABLE
                    + "; at a terminal: sign in by a browser).")
    private @Nullable Path file;

    /**
     * The one that was given, or that of who signs in now, where somebody sits at a terminal.
     *
     * @throws StartFailure with the mend if there is neither
     */
    String of(URI http) {
        return given().orElseGet(() -> {
            if (System.console() == null || !System.console().isTerminal()) {
                throw new StartFailure(
                        "This asks for who you are, and there is no access token",
                        "Make one with ./devicetrail sign-in --token-file FILE and give it with --token-file, or set "
                                + VARIABLE);
            }
            return new DeviceSignIn(http, System.err).token();
        });
    }

    Optional<String> given() {
        if (file == null) {
            return Optional.ofNullable(System.getenv(VARIABLE))
                    .map(String::strip)
                    .filter(token -> !token.isEmpty());
        }
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "The access token in " + file + " cannot be read", "Check path and owner", unreadable);
        }
    }
}
