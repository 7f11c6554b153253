package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that only its owner may enter. Files are written and synced behind the caller, one after another, so that the
 * disk works while the next entries are made; {@link #sync} waits for all of them and tells the first failure.
 */
public final class LedgerFolder implements LedgerStore {
    /** So many bytes may wait to be written; one file may be more. */
    private static final long MOST_WAITING = 16 << 20;

    private static final String FRESH = ".new";

    private final Path root;
    private final ThreadPoolExecutor writer = writer();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<Path> changedFolders = new LinkedHashSet<>();
    /** Whose entries in their parents are known to last, or will with the next sync. */
    private final Set<Path> enteredFolders = new HashSet<>();

    private long waitingBytes;

    private record Waiting(Future<?> written, long bytes) {}

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
        try {
            return Files.readAllBytes(root.resolve(path));
        } catch (NoSuchFileException none) {
            throw none;
        } catch (IOException e) {
            throw new UnreadableFile(path, e);
        }
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        makeFolder(folder(file));
        changedFolders.add(folder(file));
        while (!waiting.isEmpty() && waitingBytes + bytes.length > MOST_WAITING) {
            awaitFirst();
        }
        waiting.add(new Waiting(writer.submit(() -> writeDurably(file, bytes)), bytes.length));
        waitingBytes += bytes.length;
    }

    @Override
    public void sync() throws IOException {
        while (!waiting.isEmpty()) {
            awaitFirst();
        }
        for (Path folder : changedFolders) {
            syncFolder(folder);
        }
        changedFolders.clear();
    }

    private void awaitFirst() throws IOException {
        Waiting first = waiting.remove();
        waitingBytes -= first.bytes();
        try {
            first.written().get();
        } catch (ExecutionException e) {
            forget();
            throw new IOException("a file of the ledger cannot be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing the ledger");
        }
    }

    /** The caller begins again from what is signed: what else waits is of no use to it. */
    private void forget() {
        waiting.forEach(one -> one.written().cancel(false));
        waiting.clear();
        waitingBytes = 0;
        changedFolders.clear();
        enteredFolders.clear();
    }

    private static @Nullable Void writeDurably(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, bytes);
            channel.force(false);
        }
        return null;
    }

    /** Ends by itself when nothing was written for a while. */
    private static ThreadPoolExecutor writer() {
        ThreadPoolExecutor writer = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ledger-writer").daemon().factory());
        writer.allowCoreThreadTimeOut(true);
        return writer;
    }

    @Override
    public void replace(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        makeDurably(folder(file));
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
    public boolean hasFilesIn(String path) throws IOException {
        Path folder = root.resolve(path);
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = root.resolve(path);
        if (Files.deleteIfExists(file)) {
            syncFolder(folder(file));
        }
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
        enteredFolders.remove(folder);
    }

    /**
     * A folder is an entry of its parent, which has to be synced as well: also of one that is there, as whoever made it may
     * have failed, or been killed, before that.
     */
    private void makeFolder(Path folder) throws IOException {
        if (enteredFolders.contains(folder)) {
            return;
        }
        if (!folder.equals(root)) {
            makeFolder(folder(folder));
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        changedFolders.add(folder(folder));
        enteredFolders.add(folder);
    }

    /** Of a file that has to last at once. What waits to be written keeps its folders for the next sync. */
    private void makeDurably(Path folder) throws IOException {
        makeFolder(folder);
        for (Path each = folder; each.startsWith(root); each = folder(each)) {
            if (changedFolders.contains(folder(each))) {
                syncFolder(folder(each));
            }
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
