package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.app.instance.RunningInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sign-in",
        description = "Signs you in by a browser and writes an access token for programs into a file.",
        mixinStandardHelpOptions = true,
        footer = "The token is good for ten minutes and acts as you: keep the file to yourself.")
final class SignInCommand implements Callable<Integer> {
    @Mixin
    private HomeOptions options = new HomeOptions();

    @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "Where to write the token.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Path home = options.settings().home();
        RunningInstance running = RunningInstance.on(Home.runFile(home))
                .orElseThrow(() -> new StartFailure("Nothing runs on " + home, "Start it with ./devicetrail up"));
        String token = new DeviceSignIn(URI.create(running.addresses().http()), System.err).token();
        try {
            write(token);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        System.err.println("The token is in " + file + ", good for ten minutes");
        return 0;
    }

    /** Nobody else may read it for a moment even. */
    private void write(String token) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(
                folder,
                "token",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, token.getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
