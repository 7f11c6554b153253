package io.devicetrail.app.export;

import io.devicetrail.audit.copy.ExportFailed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Beside the folder that is to be, as {@code .NAME.export}: what was asked for, and what was fetched of it. One command at
 * a time works there.
 */
final class JobPlace implements Closeable {
    private static final String PART = ".part";
    private static final String STATE = "job.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path place;
    private final Path partial;
    private final FileChannel lock;
    private State state;

    private JobPlace(Path place, Path partial, FileChannel lock, State state) {
        this.place = place;
        this.partial = partial;
        this.lock = lock;
        this.state = state;
    }

    /** What was asked for, by which key, and which job that is. */
    private record State(
            String tenant,
            @Nullable String record,
            @Nullable String from,
            @Nullable String to,
            boolean report,
            @Nullable String key,
            @Nullable String job) {
        static State of(JobExport.Order order) {
            return new State(order.tenant(), order.record(), order.from(), order.to(), order.report(), null, null);
        }

        State with(@Nullable String newKey, @Nullable String newJob) {
            return new State(tenant, record, from, to, report, newKey, newJob);
        }
    }

    static JobPlace of(JobExport.Order order) throws IOException {
        Path place = order.folder().toAbsolutePath().normalize();
        Path partial = place.resolveSibling("." + place.getFileName() + ".export");
        Files.createDirectories(partial);
        FileChannel channel =
                FileChannel.open(partial.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock held = channel.tryLock();
            if (held == null) {
                throw new ExportFailed("another command is at work for " + place);
            }
            State asked = State.of(order);
            State before = read(partial.resolve(STATE));
            if (before != null && !before.with(null, null).equals(asked)) {
                throw new ExportFailed(
                        partial + " holds the beginning of another export; delete it, or name another folder");
            }
            return new JobPlace(place, partial, channel, before == null ? asked : before);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new ExportFailed("another command is at work for " + place, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable State read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), State.class);
        } catch (NoSuchFileException | JacksonException none) {
            return null;
        }
    }

    private void keep(State now) throws IOException {
        Path fresh = partial.resolve(STATE + ".new");
        Files.write(fresh, JSON.writeValueAsBytes(now));
        Files.move(fresh, partial.resolve(STATE), StandardCopyOption.ATOMIC_MOVE);
        state = now;
    }

    String key(Supplier<String> fresh) throws IOException {
        String known = state.key();
        if (known != null) {
            return known;
        }
        String made = fresh.get();
        keep(state.with(made, null));
        return made;
    }

    @Nullable String job() {
        return state.job();
    }

    void job(String id) throws IOException {
        keep(state.with(state.key(), id));
    }

    /** The next run asks for another job, whose files are others. */
    void forget() throws IOException {
        deleteAll(partial.resolve("files"));
        keep(state.with(null, null));
    }

    boolean has(ListedFile file) {
        return Files.exists(files().resolve(file.name()));
    }

    /** How many bytes of it are there. */
    long fetched(ListedFile file) throws IOException {
        Path part = part(file);
        return Files.exists(part) ? Files.size(part) : 0;
    }

    OutputStream writing(ListedFile file, long from) throws IOException {
        Files.createDirectories(files());
        FileChannel channel = FileChannel.open(part(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(from).position(from);
        return Channels.newOutputStream(channel);
    }

    /** @throws IOException if it is not what it should be; it is fetched from its beginning then */
    void check(ListedFile file) throws IOException {
        Path part = part(file);
        if (file.bytes() == 0 && !Files.exists(part)) {
            writing(file, 0).close();
        }
        String actual = sha256(part);
        if (!actual.equals(file.sha256())) {
            Files.delete(part);
            throw new IOException(
                    file.name() + " arrived with SHA-256 " + actual + " but the job says " + file.sha256());
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, files().resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void moveIntoPlace() throws IOException {
        if (Files.exists(place)) {
            throw new ExportFailed(place + " came into being meanwhile; an earlier copy is never replaced");
        }
        Files.move(files(), place, StandardCopyOption.ATOMIC_MOVE);
        close();
        deleteAll(partial);
    }

    private Path files() {
        return partial.resolve("files");
    }

    private Path part(ListedFile file) {
        return files().resolve(file.name() + PART);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : FinishedCopy.files(folder)) {
                deleteAll(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
