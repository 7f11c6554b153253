package io.devicetrail.artifacts.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that the application's account alone gets at, whatever its umask is, and that survive a loss of power. */
public final class OwnerOnly {
    private static final String FOLDER = "rwx------";
    private static final String FILE = "rw-------";
    private static final String KEPT = "r--------";

    private OwnerOnly() {}

    /** Makes it, or closes one that is there to others. */
    public static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        permit(folder, FOLDER);
    }

    /** Makes it, empty; others never get at it, not for a moment. */
    public static void file(Path file) throws IOException {
        if (isPosix(file.resolveSibling(""))) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE)));
        } else {
            Files.createFile(file);
        }
    }

    static void keptFile(Path file) throws IOException {
        if (!permit(file, KEPT) && !file.toFile().setReadOnly()) {
            throw new IOException("cannot make " + file.getFileName() + " read-only");
        }
    }

    /** Of a folder: the names in it. */
    public static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean permit(Path path, String permissions) throws IOException {
        boolean posix = isPosix(path);
        if (posix) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
        return posix;
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
