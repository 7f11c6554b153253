package io.devicetrail.app.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.util.unit.DataSize;

/**
 * The folder of one installation, held by at most one process. Whoever holds the lock owns every child process that
 * belongs to this home; a crash releases the lock, never the children, so the next holder clears them away first.
 */
public final class Home implements AutoCloseable {
    private static final String UNFINISHED = ".new";

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private Home(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    public static Home open(Path given, DataSize minimumFree) {
        Path root;
        try {
            Files.createDirectories(given);
            root = given.toRealPath();
            ownerOnly(root.resolve("secrets"));
            ownerOnly(root.resolve("run"));
            Files.createDirectories(root.resolve("logs"));
        } catch (IOException notOurs) {
            throw new StartFailure(
                    "The home " + given + " cannot be written: " + reason(notOurs),
                    "Give another one with --home or DEVICETRAIL_HOME, or mend its owner",
                    notOurs);
        }
        long free = root.toFile().getUsableSpace();
        if (free < minimumFree.toBytes()) {
            throw new StartFailure(
                    "Only " + free / 1_048_576 + " MB are free on the disk of " + root + ", the minimum is "
                            + minimumFree.toMegabytes() + " MB",
                    "Free some space (what is in its folder exports may go), choose another --home, or lower"
                            + " devicetrail.minimum-free-disk");
        }
        return locked(root);
    }

    private static Home locked(Path root) {
        Path file = root.resolve("run/lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                // Only now: a refused second start must not take them from the parts that run.
                ownerOnly(root.resolve("logs"));
                forgetUnfinished(root.resolve("secrets"));
                return new Home(root, channel, lock);
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Falls through to the same answer as a lock held by another process.
        } catch (IOException unusable) {
            throw new StartFailure(
                    "The lock " + file + " cannot be taken: " + reason(unusable),
                    "The home must be on a file system with file locks, and be ours to write",
                    unusable);
        }
        String holder = holder(file);
        closeQuietly(channel);
        throw new StartFailure(
                "Devicetrail is already running on the home " + root + holder,
                "Stop that one first, or give this one another home with --home");
    }

    /** What a kill in the middle of making a secret left. */
    private static void forgetUnfinished(Path secrets) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(secrets, "*" + UNFINISHED)) {
            for (Path each : unfinished) {
                Files.delete(each);
            }
        }
    }

    private static String holder(Path file) {
        try {
            return " (process " + Files.readString(file).strip() + ")";
        } catch (IOException unknown) {
            return "";
        }
    }

    public Path root() {
        return root;
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Where a running instance says where it can be reached. */
    public Path runFile() {
        return runFile(root);
    }

    public static Path runFile(Path root) {
        return root.resolve("run/devicetrail.json");
    }

    /** A folder that only the owner may enter. */
    Path privateFolder(String name) {
        try {
            Path folder = root.resolve(name);
            ownerOnly(folder);
            return folder;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** A password made at the first start and kept in a file only the owner can read. */
    String secret(String name) {
        Path file = root.resolve("secrets").resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Path fresh = Files.createTempFile(
                        file.getParent(),
                        name,
                        UNFINISHED,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try {
                    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                        out.write(
                                ByteBuffer.wrap(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII)));
                        out.force(true);
                    }
                    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            }
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The secret " + file + " can be neither read nor made", unreadable);
        }
    }

    /** The file of the database superuser's password, made if need be. */
    Path superuserFile() {
        secret("postgres-superuser");
        return root.resolve("secrets/postgres-superuser");
    }

    private static void ownerOnly(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + " " + failure.getMessage();
    }

    private static void closeQuietly(java.io.@org.jspecify.annotations.Nullable Closeable open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                // Nothing was written; there is nothing to lose.
            }
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(runFile());
            if (lock.isValid()) {
                lock.release();
            }
            channel.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
