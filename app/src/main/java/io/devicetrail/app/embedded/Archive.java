package io.devicetrail.app.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks binaries into a folder named after their version. The folder appears by one rename when it is complete: a
 * crash, a full disk or a second process in the middle never leaves half of it to be started.
 */
final class Archive {
    private Archive() {}

    @FunctionalInterface
    interface Unpacking {
        void into(Path folder) throws IOException;
    }

    static Path once(Path parts, String name, Unpacking unpacking) {
        Path done = parts.resolve(name);
        if (Files.isDirectory(done)) {
            return done;
        }
        Path fresh = parts.resolve("." + name + "-" + UUID.randomUUID());
        try {
            Files.createDirectories(fresh);
            unpacking.into(fresh);
            try {
                Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException anotherWasFirst) {
                if (!Files.isDirectory(done)) {
                    throw anotherWasFirst;
                }
                delete(fresh);
            }
            return done;
        } catch (IOException broken) {
            delete(fresh);
            throw new StartFailure(
                    "Unpacking " + name + " into " + parts + " failed: " + broken.getMessage(),
                    "Check free disk and owner of that folder, then start again",
                    broken);
        }
    }

    static void tarXz(InputStream compressed, Path folder) throws IOException {
        try (ArchiveInputStream<TarArchiveEntry> tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(compressed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = inside(folder, entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parent(target));
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parent(target));
                    Files.copy(tar, target);
                    Files.setPosixFilePermissions(target, readable(entry.getMode()));
                }
            }
        }
    }

    static void zip(Path archive, Path folder) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                Path target = inside(folder, entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(parent(target));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                    Files.setPosixFilePermissions(target, readable(entry.getUnixMode()));
                }
            }
        }
    }

    /** The name of the one folder in which a distribution wraps its files. */
    static String topFolder(Path archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            String first = zip.getEntries().nextElement().getName();
            return first.substring(0, first.indexOf('/'));
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }

    private static Path inside(Path folder, ArchiveEntry entry) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("entry leaves its folder: " + entry.getName());
        }
        return target;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Everybody may read binaries: the children may run as another user than the one who unpacked them. */
    private static Set<PosixFilePermission> readable(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }
}
