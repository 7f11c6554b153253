package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.PlainFile;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.repository.Lifetimes;
import io.devicetrail.update.metadata.repository.Published;
import io.devicetrail.update.metadata.repository.RepositoryAuthor;
import io.devicetrail.update.metadata.repository.RepositoryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's repository. {@link #look} makes it what the log says, as far as the keys at hand allow, and renews what
 * ends: each look begins with what is on the disk, so one that stopped anywhere is brought to its end by the next, a
 * rotation between its root and its timestamp too. One look at a time, of all nodes.
 */
final class TenantRepository {
    /**
     * Says that the log told of the tenant here, and is gone once a root was published. Without it no repository is
     * begun: a node that has another directory than the one before, or an empty one, would else begin a second one,
     * with keys that no device knows, when it hears of a release.
     */
    static final String BEGINS = "begins";
    /** Twice what a timestamp is believed for: who was given one still finds all that it leads to. */
    static final Duration REPLACED_KEPT = Duration.ofDays(2);

    private static final String LOCK = "look.lock";

    private final Path folder;
    private final Path metadata;
    private final Path lock;
    private final RepositoryDirectory directory;
    private final KeyFolder keys;
    private final Provenance provenance;
    private final Clock clock;

    /** @param folder of the tenant */
    TenantRepository(Path folder, KeyFolder keys, DurableFiles files, Clock clock) {
        this.folder = folder;
        this.metadata = metadataIn(folder);
        this.lock = folder.resolve(LOCK);
        this.directory = new RepositoryDirectory(metadata, files);
        this.keys = keys;
        this.provenance = new Provenance(metadata, keys);
        this.clock = clock;
    }

    static Path metadataIn(Path folder) {
        return folder.resolve("metadata");
    }

    /** Whether devices find one; what it is worth is for {@link #look} to say. */
    boolean isThere() {
        return directory.isBegun();
    }

    /**
     * @param wanted asked when nobody else looks, so that nothing older follows, with what is published, by path; gives
     *     null where the log cannot be asked: then only what is published already is kept alive
     * @return empty while another node looks
     */
    Optional<Standing> look(Function<Map<String, Target>, @Nullable Wanted> wanted) throws IOException {
        PlainFile.requireNoLink(folder);
        PlainFile.requireNoLink(metadata);
        if (!Files.isDirectory(folder)) {
            // Nothing is made here: it may be where another directory is to be mounted.
            return Optional.of(new Standing(List.of(keys.isBegun() ? gone() : notBegun()), List.of()));
        }
        try (FileChannel channel = FileChannel.open(
                        lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock held = channel.tryLock()) {
            return held == null ? Optional.empty() : Optional.of(looked(wanted));
        }
    }

    private Standing looked(Function<Map<String, Target>, @Nullable Wanted> wanted) throws IOException {
        if (!directory.isBegun()) {
            if (keys.isBegun()) {
                Files.deleteIfExists(folder.resolve(BEGINS));
                return new Standing(List.of(gone()), List.of());
            }
            if (!Files.exists(folder.resolve(BEGINS), LinkOption.NOFOLLOW_LINKS)) {
                return new Standing(List.of(notBegun()), List.of());
            }
            begin();
        }
        keys.begun(Digest.sha256(provenance.read(Role.ROOT, 1).bytes()));
        Files.deleteIfExists(folder.resolve(BEGINS));
        KeysAtHand atHand = keys.atHand();
        Set<String> troubles = new LinkedHashSet<>(atHand.unusable());
        Turn turn = turn(atHand, wanted, troubles);
        keys.settle(atHand, turn.newest().roles());
        if (turn.isChanged()) {
            deleteReplaced(troubles);
        }
        return new Standing(List.copyOf(troubles), turn.leftOut());
    }

    /** What one look made of what it found. */
    private record Turn(Root newest, boolean isChanged, List<String> leftOut) {}

    private Turn turn(KeysAtHand atHand, Function<Map<String, Target>, @Nullable Wanted> wanted, Set<String> troubles)
            throws IOException {
        RepositoryAuthor author = new RepositoryAuthor(atHand, Lifetimes.USUAL, clock);
        List<Turn> turns = new ArrayList<>();
        try {
            directory.changeIfDue(now -> {
                provenance.require(now);
                Wanted all = wanted.apply(now.readTargets().byPath());
                if (all != null) {
                    troubles.addAll(all.unread());
                }
                Renewal renewal = new Renewal(author, atHand, keys, clock.instant(), troubles);
                Published next = renewal.of(now, all);
                turns.add(new Turn(next.readRoot(), renewal.isChanged(), all == null ? List.of() : all.leftOut()));
                return renewal.isChanged() ? Optional.of(next) : Optional.empty();
            });
        } catch (NoSuchFileException hole) {
            throw new IllegalStateException(
                    hole.getMessage() + " is not there, and what devices are given leads to it: put " + folder
                            + " back from a copy, or from an earlier one if that was made while something was"
                            + " published",
                    hole);
        }
        return turns.getFirst();
    }

    /** All is published by then, so what fails here keeps nothing from devices. */
    private void deleteReplaced(Set<String> troubles) {
        try {
            directory.deleteReplaced(clock.instant().minus(REPLACED_KEPT));
        } catch (IOException | RuntimeException e) {
            troubles.add("what was replaced cannot be deleted in " + metadata + ", whose disk fills: " + sentence(e));
        }
    }

    private String gone() {
        return "the metadata in " + metadata + " is gone, and devices have seen it: put it back from a copy; if there"
                + " is none, see \"What is lost\" in docs/updates.md";
    }

    private String notBegun() {
        return "there is no repository in " + folder + ", and it is not begun because of a release: give"
                + " devicetrail.updates.directory and .keys as on the node that has it, or put both back from a copy;"
                + " if it never was, or is lost, see \"What is lost\" in docs/updates.md";
    }

    private void begin() throws IOException {
        keys.make();
        KeysAtHand made = keys.atHand();
        Map<Role, RoleKeys> trust = new EnumMap<>(Role.class);
        made.inPlace().forEach((role, key) -> trust.put(role, new RoleKeys(List.of(key.verification()), 1)));
        directory.begin(new RepositoryAuthor(made, Lifetimes.USUAL, clock).begin(trust));
    }

    /** What a person is told of something that failed as a whole. */
    static String sentence(Exception e) {
        return e instanceof UpdateRefused || e instanceof IllegalStateException || e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.toString();
    }
}
