package io.devicetrail.update.metadata.client;

import io.devicetrail.update.metadata.FileVersion;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.Snapshot;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.Timestamp;
import io.devicetrail.update.metadata.UpdateRefused;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client workflow of the TUF specification; numbers in comments are its sections. Not for several threads: one
 * device checks one update at a time.
 */
public final class UpdateClient {
    private final TrustStore store;
    private final MetadataSource source;
    private final Limits limits;
    private final Clock clock;

    public UpdateClient(TrustStore store, MetadataSource source, Limits limits, Clock clock) {
        this.store = store;
        this.source = source;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Brings what is believed up to date.
     *
     * @return the images of now; each still has to be found to suit the device, and its bytes to be those that were
     * signed
     * @throws UpdateRefused for anything that does not check; what was believed before is believed on
     * @throws IOException if source or store cannot be reached: that says nothing about the update
     */
    public Targets refresh() throws IOException {
        Instant now = clock.instant(); // 5.1: one time for the whole run
        Root root = newestRoot();
        root.header().mustNotBeExpired(Role.ROOT, now); // 5.3.10
        Timestamp timestamp = timestamp(root, now);
        Snapshot snapshot = snapshot(root, timestamp, now);
        return targets(root, snapshot, now);
    }

    /**
     * 5.2, 5.3: from the root that is believed, one by one, each signed by the keys of the one before and by its own.
     */
    private Root newestRoot() throws IOException {
        byte[] first = store.read(Role.ROOT)
                .orElseThrow(() -> new UpdateRefused(Refusal.FILE_MISSING, "the device has no root to begin with"));
        SignedFile file = SignedFile.read(Role.ROOT, first);
        Root root = Root.read(file);
        file.mustBeSignedBy(root.keys(Role.ROOT)); // it was checked when it was stored; a damaged disk is found here
        for (int taken = 0; taken < limits.roots(); taken++) {
            long next = root.header().version() + 1;
            Optional<byte[]> bytes = download(Role.ROOT.publishedName(next), limits.rootBytes());
            if (bytes.isEmpty()) {
                return root;
            }
            root = nextRoot(root, bytes.get());
        }
        return root;
    }

    private Root nextRoot(Root trusted, byte[] bytes) throws IOException {
        SignedFile file = SignedFile.read(Role.ROOT, bytes);
        file.mustBeSignedBy(trusted.keys(Role.ROOT)); // 5.3.4
        Root next = Root.read(file);
        file.mustBeSignedBy(next.keys(Role.ROOT));
        if (next.header().version() != trusted.header().version() + 1) { // 5.3.5
            throw new UpdateRefused(
                    Refusal.ROOT_NOT_NEXT,
                    "root version " + next.header().version() + " stands in the place of "
                            + (trusted.header().version() + 1));
        }
        // 5.3.11, and before the root is stored: a power cut in between must not keep what a stolen key has signed.
        if (!next.keys(Role.TIMESTAMP).equals(trusted.keys(Role.TIMESTAMP))
                || !next.keys(Role.SNAPSHOT).equals(trusted.keys(Role.SNAPSHOT))) {
            store.forget(Role.TIMESTAMP);
            store.forget(Role.SNAPSHOT);
        }
        store.write(Role.ROOT, bytes); // 5.3.8
        return next;
    }

    /** 5.4 */
    private Timestamp timestamp(Root root, Instant now) throws IOException {
        Timestamp trusted = believed(Role.TIMESTAMP, root, Timestamp::read);
        byte[] bytes = mustBeThere(Role.TIMESTAMP.fileName(), limits.timestampBytes());
        Timestamp fresh = Timestamp.read(signed(Role.TIMESTAMP, root, bytes)); // 5.4.2
        if (trusted != null && fresh.header().version() == trusted.header().version()) {
            trusted.header().mustNotBeExpired(Role.TIMESTAMP, now); // nothing new; but not for ever
            return trusted;
        }
        if (trusted != null) { // 5.4.3
            mustNotBeOlder(
                    Refusal.TIMESTAMP_ROLLED_BACK,
                    fresh.header().version(),
                    trusted.header().version());
            mustNotBeOlder(
                    Refusal.SNAPSHOT_ROLLED_BACK,
                    fresh.snapshot().version(),
                    trusted.snapshot().version());
        }
        fresh.header().mustNotBeExpired(Role.TIMESTAMP, now); // 5.4.4
        store.write(Role.TIMESTAMP, bytes); // 5.4.5
        return fresh;
    }

    /** 5.5 */
    private Snapshot snapshot(Root root, Timestamp timestamp, Instant now) throws IOException {
        FileVersion named = timestamp.snapshot();
        byte[] bytes = named(Role.SNAPSHOT, named, limits.snapshotBytes(), Refusal.SNAPSHOT_DIFFERS);
        Snapshot trusted = believed(Role.SNAPSHOT, root, Snapshot::read);
        Snapshot fresh = Snapshot.read(signed(Role.SNAPSHOT, root, bytes)); // 5.5.3
        mustBe(named.version(), fresh.header().version(), Refusal.SNAPSHOT_DIFFERS); // 5.5.4
        if (trusted != null) { // 5.5.5
            mustNotBeOlder(
                    Refusal.TARGETS_ROLLED_BACK,
                    fresh.targets().version(),
                    trusted.targets().version());
        }
        fresh.header().mustNotBeExpired(Role.SNAPSHOT, now); // 5.5.6
        store.write(Role.SNAPSHOT, bytes); // 5.5.7
        return fresh;
    }

    /** 5.6 */
    private Targets targets(Root root, Snapshot snapshot, Instant now) throws IOException {
        FileVersion named = snapshot.targets();
        byte[] bytes = named(Role.TARGETS, named, limits.targetsBytes(), Refusal.TARGETS_DIFFER);
        Targets fresh = Targets.read(signed(Role.TARGETS, root, bytes)); // 5.6.3
        mustBe(named.version(), fresh.header().version(), Refusal.TARGETS_DIFFER); // 5.6.4
        fresh.header().mustNotBeExpired(Role.TARGETS, now); // 5.6.5
        store.write(Role.TARGETS, bytes); // 5.6.6
        return fresh;
    }

    /**
     * The file that another role describes: the one that is kept if it is that, else the published one (5.5.1, 5.6.1).
     */
    private byte[] named(Role role, FileVersion named, int most, Refusal differs) throws IOException {
        Optional<byte[]> kept = store.read(role).filter(named::describes);
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] bytes =
                mustBeThere(role.publishedName(named.version()), Math.toIntExact(Math.min(most, named.length())));
        if (!named.describes(bytes)) { // 5.5.2, 5.6.2
            throw new UpdateRefused(differs, role.text() + " version " + named.version() + " is not the one described");
        }
        return bytes;
    }

    private static SignedFile signed(Role role, Root root, byte[] bytes) {
        return SignedFile.read(role, bytes).mustBeSignedBy(root.keys(role));
    }

    /** Null where nothing is kept, or what is kept is no longer signed by who speaks for the role now. */
    private <T> @Nullable T believed(Role role, Root root, Function<SignedFile, T> reads) throws IOException {
        Optional<byte[]> kept = store.read(role);
        try {
            return kept.isEmpty() ? null : reads.apply(signed(role, root, kept.get()));
        } catch (UpdateRefused notAnyMore) {
            return null;
        }
    }

    private static void mustNotBeOlder(Refusal otherwise, long fresh, long trusted) {
        if (fresh < trusted) {
            throw new UpdateRefused(otherwise, "version " + fresh + " was offered after version " + trusted);
        }
    }

    private static void mustBe(long described, long found, Refusal otherwise) {
        if (described != found) {
            throw new UpdateRefused(otherwise, "version " + found + " stands in the place of version " + described);
        }
    }

    private byte[] mustBeThere(String name, int most) throws IOException {
        return download(name, most)
                .orElseThrow(() -> new UpdateRefused(Refusal.FILE_MISSING, name + " is not published"));
    }

    private Optional<byte[]> download(String name, int most) throws IOException {
        Optional<InputStream> opened = source.open(name);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = opened.get()) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new UpdateRefused(Refusal.FILE_TOO_LONG, name + " is longer than " + most + " bytes");
            }
            return Optional.of(bytes);
        }
    }
}
