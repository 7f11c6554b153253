package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Snapshots and targets that nothing leads to any more. How long that is so is told by the version behind: a file may
 * be as old as its life and have been the newest until a moment ago, and a device be in the middle of reading it. As the
 * newest is written again with each renewal, the one before it stays until another comes.
 */
final class OldVersions {
    /** Of one role, so that nobody waits long for the lock; what is left over goes the next time. */
    static final int MOST_AT_ONCE = 1_000;

    private final Path directory;
    private final DurableFiles files;

    OldVersions(Path directory, DurableFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * The oldest first, so that a stop anywhere leaves a row without holes.
     *
     * @param current stays, and what is above it, which a crash may have left
     * @param before what the next one took the place of from then on stays
     */
    void delete(Role role, long current, Instant before) throws IOException {
        if (role == Role.ROOT || role == Role.TIMESTAMP) {
            throw new IllegalArgumentException("devices follow the roots one by one, and there is one timestamp");
        }
        NavigableSet<Long> versions = versions(role);
        int deleted = 0;
        for (long version : versions.headSet(current)) {
            Long next = versions.higher(version);
            if (deleted == MOST_AT_ONCE || next == null || !isWrittenBefore(role, next, before)) {
                break;
            }
            files.delete(directory.resolve(role.publishedName(version)));
            deleted++;
        }
        if (deleted > 0) {
            files.forceDirectory(directory);
        }
    }

    private boolean isWrittenBefore(Role role, long version, Instant before) throws IOException {
        Path file = directory.resolve(role.publishedName(version));
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(before);
    }

    private NavigableSet<Long> versions(Role role) throws IOException {
        Pattern name = Pattern.compile("([1-9][0-9]{0,15})\\." + Pattern.quote(role.fileName()));
        NavigableSet<Long> versions = new TreeSet<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Matcher matcher = name.matcher(String.valueOf(each.getFileName()));
                if (matcher.matches()) {
                    versions.add(Long.parseLong(matcher.group(1)));
                }
            }
        }
        return versions;
    }
}
