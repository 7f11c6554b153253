package io.devicetrail.identity.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file that only its owner can read, replaced as a whole or not at all. What a kill in the middle leaves ends in
 * {@code .new}, and the home's next holder clears it away.
 */
public final class SecretFile {
    private final Path file;

    public SecretFile(Path file) {
        this.file = file;
    }

    public Optional<byte[]> read() {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The secret " + file + " cannot be read; check its owner", unreadable);
        }
    }

    /** If it is there. */
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException held) {
            throw new UncheckedIOException("The secret " + file + " cannot be removed; check its owner", held);
        }
    }

    public void write(byte[] content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IllegalArgumentException("A secret must be in a folder");
            }
            Path fresh = Files.createTempFile(
                    folder,
                    String.valueOf(file.getFileName()),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(content);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                    out.force(true);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException full) {
            throw new UncheckedIOException("The secret " + file + " cannot be written", full);
        }
    }
}
