package io.devicetrail.artifacts.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * Below a directory, as {@code sha256/ab/cdef…}: 256 folders, so that none becomes slow. Files come by a rename within the
 * file system, so that one is there whole or not at all, and are readable only, by the application's account.
 */
public final class DirectoryStore implements ArtifactStore {
    private static final int FOLDER_CHARACTERS = 2;
    private static final int BUFFER = 1 << 16;

    private final Path root;

    /** @param directory on the same file system as the files that are brought */
    public DirectoryStore(Path directory) {
        this.root = directory.resolve("sha256");
    }

    @Override
    public OptionalLong size(String sha256) throws IOException {
        try {
            return OptionalLong.of(Files.size(path(sha256)));
        } catch (NoSuchFileException absent) {
            return OptionalLong.empty();
        }
    }

    /** Two that bring the same at once rename the same bytes: which of them stays makes no difference. */
    @Override
    public void keep(Path complete, String sha256) throws IOException {
        long size = Files.size(complete);
        OptionalLong there = size(sha256);
        if (there.isPresent()) {
            if (there.getAsLong() != size) {
                throw new DamagedFileException(sha256, size, there.getAsLong());
            }
            requireUnchanged(sha256);
            Files.delete(complete);
            return;
        }
        OwnerOnly.keptFile(complete);
        OwnerOnly.force(complete);
        Path target = path(sha256);
        Path folder = folder(target);
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("uploads and artifacts must be on one file system", e);
        }
        OwnerOnly.force(folder);
    }

    @Override
    public InputStream read(String sha256, long from, long length) throws IOException {
        FileChannel file = FileChannel.open(path(sha256), StandardOpenOption.READ);
        try {
            file.position(from);
            return new BoundedStream(Channels.newInputStream(file), length);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private Path path(String sha256) {
        return root.resolve(sha256.substring(0, FOLDER_CHARACTERS)).resolve(sha256.substring(FOLDER_CHARACTERS));
    }

    /** Made when its first file comes; that it is there survives a loss of power, too. */
    private Path folder(Path file) throws IOException {
        Path folder = file.resolveSibling("").normalize();
        if (!Files.isDirectory(folder)) {
            OwnerOnly.folder(root);
            OwnerOnly.folder(folder);
            OwnerOnly.force(root);
            OwnerOnly.force(root.resolveSibling(""));
        }
        return folder;
    }

    /** The copy that was brought is good: it does not go for one that only has as many bytes. */
    private void requireUnchanged(String sha256) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try (InputStream in = Files.newInputStream(path(sha256))) {
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, count);
            }
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new DamagedFileException(sha256, actual);
        }
    }
}
