package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.PlainFile;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.Snapshot;
import io.devicetrail.update.metadata.Timestamp;
import io.devicetrail.update.metadata.client.Limits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The published metadata in a directory, as any HTTP server serves it. One writer at a time, of all processes.
 *
 * <p>Files are replaced whole, in the order of {@link Published#files}. A crash before the timestamp leaves files that
 * nothing leads to; the next publication writes its own over them. A crash between a root with other keys and its
 * timestamp leaves devices that refuse the old one until the next publication, which {@link RepositoryAuthor} lets only
 * be one that they take.
 */
public final class RepositoryDirectory {
    /** Of one file: as many as devices take of the longest. */
    public static final int MOST_BYTES = Limits.USUAL.targetsBytes();

    private static final String LOCK = ".lock";

    private final Path directory;
    private final DurableFiles files;
    /** The file's lock holds processes apart, not the threads of one. */
    private final ReentrantLock threads = new ReentrantLock();

    public RepositoryDirectory(Path directory, DurableFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /** @throws IllegalStateException if something is published there already */
    public Published begin(Published first) throws IOException {
        Files.createDirectories(directory);
        return locked(() -> {
            if (isBegun()) {
                throw new IllegalStateException(directory + " is a repository already; change it instead");
            }
            write(first);
            return first;
        });
    }

    /** What is published is read, and what comes of it published, with nobody in between. */
    public Published change(UnaryOperator<Published> act) throws IOException {
        return locked(() -> {
            Published next = act.apply(readHere());
            write(next);
            return next;
        });
    }

    /** Like {@link #change}; nothing is written where the act gives nothing. */
    public void changeIfDue(Function<Published, Optional<Published>> act) throws IOException {
        locked(() -> {
            Published now = readHere();
            Optional<Published> next = act.apply(now);
            if (next.isPresent()) {
                write(next.get());
            }
            return next.orElse(now);
        });
    }

    /**
     * Takes away snapshots and targets that others took the place of, never a root, and nothing that is newer than what
     * the lasting timestamp leads to.
     *
     * @param before those that were the newest at this moment or later stay, for devices that are in the middle of a
     *     run
     */
    public void deleteReplaced(Instant before) throws IOException {
        OldVersions old = new OldVersions(directory, files);
        locked(() -> {
            Published now = readHere();
            // Snapshots lead to targets, so they go first.
            old.delete(Role.SNAPSHOT, now.readSnapshot().header().version(), before);
            old.delete(Role.TARGETS, now.readTargets().header().version(), before);
            return now;
        });
    }

    /** Whether there is a repository; one whose first publication stopped is none, and is begun anew. */
    public boolean isBegun() {
        return Files.exists(path(Role.TIMESTAMP, 1));
    }

    public Published read() throws IOException {
        return locked(this::readHere);
    }

    /** As a device finds it: from the timestamp down, not by the highest number, which a crash may have left. */
    private Published readHere() throws IOException {
        SignedFile timestamp = file(Role.TIMESTAMP, 0);
        SignedFile snapshot =
                file(Role.SNAPSHOT, Timestamp.read(timestamp).snapshot().version());
        SignedFile targets =
                file(Role.TARGETS, Snapshot.read(snapshot).targets().version());
        long root = 1;
        while (Files.exists(path(Role.ROOT, root + 1))) {
            root++;
        }
        return new Published(file(Role.ROOT, root), targets, snapshot, timestamp);
    }

    private SignedFile file(Role role, long version) throws IOException {
        return SignedFile.read(role, PlainFile.read(path(role, version), MOST_BYTES));
    }

    private Path path(Role role, long version) {
        return directory.resolve(role.publishedName(version));
    }

    private void write(Published published) throws IOException {
        for (Map.Entry<String, byte[]> each : published.files().entrySet()) {
            files.replace(directory.resolve(each.getKey()), each.getValue());
        }
    }

    @FunctionalInterface
    private interface Act {
        Published run() throws IOException;
    }

    private Published locked(Act act) throws IOException {
        threads.lock();
        try (FileChannel channel = FileChannel.open(
                directory.resolve(LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            channel.lock(); // ends with the channel
            return act.run();
        } finally {
            threads.unlock();
        }
    }
}
