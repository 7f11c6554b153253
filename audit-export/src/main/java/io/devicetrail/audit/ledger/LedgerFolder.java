package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A folder that only its owner may enter. */
public final class LedgerFolder implements LedgerStore {
    /** So many files are left open until they are synced. */
    private static final int MOST_OPEN = 500;

    private static final String FRESH = ".new";

    private final Path root;
    private final Map<Path, FileChannel> unsynced = new LinkedHashMap<>();
    private final Set<Path> changedFolders = new LinkedHashSet<>();

    private LedgerFolder(Path root) {
        this.root = root;
    }

    /** Makes the folder if need be. */
    public static LedgerFolder at(Path root) throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        return new LedgerFolder(root);
    }

    /** For reading alone: makes and changes nothing. */
    public static LedgerFolder existing(Path root) {
        return new LedgerFolder(root);
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(root.resolve(path));
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        if (unsynced.size() >= MOST_OPEN) {
            sync();
        }
        Path file = root.resolve(path);
        makeFolder(folder(file));
        FileChannel earlier = unsynced.remove(file);
        if (earlier != null) {
            earlier.close();
        }
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        unsynced.put(file, channel);
        changedFolders.add(folder(file));
        writeAll(channel, bytes);
    }

    @Override
    public void sync() throws IOException {
        try {
            for (FileChannel channel : unsynced.values()) {
                channel.force(false);
            }
            for (Path folder : changedFolders) {
                syncFolder(folder);
            }
        } finally {
            forget();
        }
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Path fresh = file.resolveSibling(file.getFileName() + FRESH);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            writeAll(channel, bytes);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder(file));
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        Path folder = root.resolve(path);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** What was written and not synced stays as it may be: nothing that is signed covers it. */
    private void forget() throws IOException {
        IOException failure = null;
        for (FileChannel channel : unsynced.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        unsynced.clear();
        changedFolders.clear();
        if (failure != null) {
            throw failure;
        }
    }

    /** A new folder is an entry of its parent, which has to be synced as well. */
    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolder(folder(folder));
            Files.createDirectory(folder);
            changedFolders.add(folder(folder));
        }
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
