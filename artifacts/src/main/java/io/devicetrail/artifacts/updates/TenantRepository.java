package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.repository.Lifetimes;
import io.devicetrail.update.metadata.repository.Published;
import io.devicetrail.update.metadata.repository.RepositoryAuthor;
import io.devicetrail.update.metadata.repository.RepositoryDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's repository. {@link #look} makes it what the log says, as far as the keys at hand allow, and renews what
 * ends: each look begins with what is on the disk, so one that stopped anywhere is brought to its end by the next, a
 * rotation between its root and its timestamp too. One look at a time, of all nodes.
 */
final class TenantRepository {
    private static final String LOCK = "look.lock";

    private final Path metadata;
    private final Path lock;
    private final RepositoryDirectory directory;
    private final KeyFolder keys;
    private final Clock clock;

    /** @param folder of the tenant, which exists */
    TenantRepository(Path folder, KeyFolder keys, DurableFiles files, Clock clock) {
        this.metadata = metadataIn(folder);
        this.lock = folder.resolve(LOCK);
        this.directory = new RepositoryDirectory(metadata, files);
        this.keys = keys;
        this.clock = clock;
    }

    static Path metadataIn(Path folder) {
        return folder.resolve("metadata");
    }

    /**
     * @param wanted asked when nobody else looks, so that nothing older follows; gives null where the log cannot be
     *     asked: then only what is published already is kept alive
     * @return empty while another node looks
     */
    Optional<Standing> look(Supplier<@Nullable Wanted> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held == null ? Optional.empty() : Optional.of(looked(wanted.get()));
        }
    }

    private Standing looked(@Nullable Wanted wanted) throws IOException {
        Set<String> troubles = new LinkedHashSet<>();
        if (!directory.isBegun()) {
            if (keys.isBegun()) {
                troubles.add("the metadata in " + metadata + " is gone, and devices have seen it: put it back from a"
                        + " copy; if there is none, see \"What is lost\" in docs/updates.md");
                return standing(troubles, wanted);
            }
            begin();
        }
        keys.begun(Digest.sha256(read(Role.ROOT, 1).bytes()));
        KeysAtHand atHand = keys.atHand();
        troubles.addAll(atHand.unusable());
        RepositoryAuthor author = new RepositoryAuthor(atHand, Lifetimes.USUAL, clock);
        List<Root> newest = new ArrayList<>();
        directory.changeIfDue(now -> {
            requireOurs(now);
            Renewal renewal = new Renewal(author, atHand, keys, clock.instant(), troubles);
            Published next = renewal.of(now, wanted);
            newest.add(next.readRoot());
            return renewal.isChanged() ? Optional.of(next) : Optional.empty();
        });
        keys.settle(atHand, newest.getFirst().roles());
        return standing(troubles, wanted);
    }

    private void begin() throws IOException {
        keys.make();
        KeysAtHand made = keys.atHand();
        Map<Role, RoleKeys> trust = new EnumMap<>(Role.class);
        made.inPlace().forEach((role, key) -> trust.put(role, new RoleKeys(List.of(key.verification()), 1)));
        directory.begin(new RepositoryAuthor(made, Lifetimes.USUAL, clock).begin(trust));
    }

    /**
     * All roots, each signed by the one before and from the first one on: else somebody who writes here could have
     * his own keys signed into the next root. And what version numbers are taken from: else he could set one so high
     * that none follows. What the root before the newest trusted is ours too, as a rotation may have stopped half-way.
     */
    private void requireOurs(Published now) {
        SignedFile newest = firstRoot();
        Root root = Root.read(newest);
        List<Root> trusted = List.of(root);
        for (long version = 2; version <= now.readRoot().header().version(); version++) {
            newest = read(Role.ROOT, version);
            Root next = Root.read(newest);
            requireSigned(Role.ROOT, newest, List.of(root));
            requireSigned(Role.ROOT, newest, List.of(next));
            if (next.header().version() != version) {
                throw altered(Role.ROOT);
            }
            trusted = List.of(root, next);
            root = next;
        }
        if (!Arrays.equals(newest.bytes(), now.root().bytes())) {
            throw altered(Role.ROOT); // it stands there under another number than its own
        }
        requireSigned(Role.TIMESTAMP, now.timestamp(), trusted);
        requireSigned(Role.SNAPSHOT, now.snapshot(), trusted);
        requireSigned(Role.TARGETS, now.targets(), trusted);
    }

    private SignedFile firstRoot() {
        try {
            SignedFile first = read(Role.ROOT, 1);
            if (!Digest.sha256(first.bytes()).equals(keys.firstRoot())) {
                throw altered(Role.ROOT);
            }
            return first;
        } catch (IOException e) {
            throw new IllegalStateException("the keys of " + metadata + " cannot be read", e);
        }
    }

    private void requireSigned(Role role, SignedFile file, List<Root> roots) {
        if (roots.stream().noneMatch(root -> Renewal.isSigned(file, root.keys(role)))) {
            throw altered(role);
        }
    }

    private IllegalStateException altered(Role role) {
        return new IllegalStateException("the " + role.text() + " in " + metadata
                + " is not signed by its keys: somebody altered it; put the folder back from a copy");
    }

    private SignedFile read(Role role, long version) {
        try {
            return SignedFile.read(role, Files.readAllBytes(metadata.resolve(role.publishedName(version))));
        } catch (IOException gone) {
            throw new IllegalStateException(
                    role.publishedName(version) + " is not in " + metadata + ": put it back from a copy", gone);
        }
    }

    private static Standing standing(Set<String> troubles, @Nullable Wanted wanted) {
        return new Standing(List.copyOf(troubles), wanted == null ? List.of() : wanted.leftOut());
    }

    /** What a person is told of something that failed as a whole. */
    static String sentence(Exception e) {
        return e instanceof UpdateRefused || e instanceof IllegalStateException
                ? String.valueOf(e.getMessage())
                : e.toString();
    }
}
