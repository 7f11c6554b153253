package io.devicetrail.update.metadata.client;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a device believes: one file per role, each replaced whole. It has to be where nobody else writes: whoever can
 * replace its root decides what is installed.
 */
public final class TrustStore {
    private final Path directory;
    private final DurableFiles files;

    public TrustStore(Path directory, DurableFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /** The root that a device is made with; one that is there already stays, it may be newer. */
    public void begin(byte[] root) throws IOException {
        Files.createDirectories(directory);
        if (read(Role.ROOT).isEmpty()) {
            write(Role.ROOT, root);
        }
    }

    Optional<byte[]> read(Role role) throws IOException {
        Path file = file(role);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    void write(Role role, byte[] content) throws IOException {
        files.replace(file(role), content);
    }

    void forget(Role role) throws IOException {
        if (Files.exists(file(role))) {
            files.remove(file(role));
        }
    }

    private Path file(Role role) {
        return directory.resolve(role.fileName());
    }
}
