package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.FileVersion;
import io.devicetrail.update.metadata.Header;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.Snapshot;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.Timestamp;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.VerificationKey;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a repository says next, from what it says now. Touches no disk. What is signed is checked as a device
 * would check it before it is given out: a repository that its devices refuse is worse than one that stays as it is.
 */
public final class RepositoryAuthor {
    private final SigningKeys keys;
    private final Lifetimes lifetimes;
    private final Clock clock;

    public RepositoryAuthor(SigningKeys keys, Lifetimes lifetimes, Clock clock) {
        this.keys = keys;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** The first version of everything, without images. The root goes into devices when they are made. */
    public Published begin(Map<Role, RoleKeys> trust) {
        Root root = new Root(header(Role.ROOT, 1), trust);
        SignedFile rootFile = sign(Role.ROOT, root, root.toJson());
        SignedFile targets = targets(root, 1, List.of());
        SignedFile snapshot = snapshot(root, 1, targets);
        return new Published(rootFile, targets, snapshot, timestamp(root, 1, snapshot));
    }

    /**
     * All images that may be installed from now on, in place of those before.
     *
     * @throws UpdateRefused {@link io.devicetrail.update.metadata.Refusal#TOO_FEW_SIGNATURES} if keys are not at hand
     */
    public Published withTargets(Published now, List<Target> all) {
        Root root = now.readRoot();
        SignedFile targets = targets(root, now.readTargets().header().version() + 1, all);
        return leadingTo(now, now.root(), root, targets);
    }

    /**
     * The same once more with a new life; of the keys, that of the timestamp alone is needed.
     *
     * @throws UpdateRefused {@link io.devicetrail.update.metadata.Refusal#TOO_FEW_SIGNATURES} if snapshot or targets are
     * not signed by who speaks for them now: a rotation stopped half-way, and {@link #withTargets} brings it to its end
     */
    public Published withTimestampRenewed(Published now) {
        Root root = now.readRoot();
        now.snapshot().mustBeSignedBy(root.keys(Role.SNAPSHOT));
        now.targets().mustBeSignedBy(root.keys(Role.TARGETS));
        long version = now.readTimestamp().header().version() + 1;
        return new Published(now.root(), now.targets(), now.snapshot(), timestamp(root, version, now.snapshot()));
    }

    /**
     * Snapshot and timestamp with a new life.
     *
     * @throws UpdateRefused as {@link #withTimestampRenewed}, for the targets
     */
    public Published withSnapshotRenewed(Published now) {
        now.targets().mustBeSignedBy(now.readRoot().keys(Role.TARGETS));
        return leadingTo(now, now.root(), now.readRoot(), now.targets());
    }

    /**
     * Other keys, or a root with a new life: the next root is signed by the keys of this one and by its own. What the
     * roles said is signed anew by who speaks for them now, so that a device need not know anybody from before.
     *
     * @throws UpdateRefused as {@link #withTimestampRenewed}, for the targets: what nobody of now has signed is not
     * signed anew unread
     */
    public Published withTrust(Published now, Map<Role, RoleKeys> next) {
        Root before = now.readRoot();
        now.targets().mustBeSignedBy(before.keys(Role.TARGETS));
        Root root = new Root(header(Role.ROOT, before.header().version() + 1), next);
        SignedFile rootFile = sign(Role.ROOT, before, root.toJson(), root).mustBeSignedBy(before.keys(Role.ROOT));
        Targets targets = now.readTargets();
        SignedFile targetsFile = root.keys(Role.TARGETS).equals(before.keys(Role.TARGETS))
                ? now.targets()
                : targets(
                        root,
                        targets.header().version() + 1,
                        List.copyOf(targets.byPath().values()));
        return leadingTo(now, rootFile, root, targetsFile);
    }

    private Published leadingTo(Published now, SignedFile rootFile, Root root, SignedFile targets) {
        SignedFile snapshot = snapshot(root, now.readSnapshot().header().version() + 1, targets);
        SignedFile timestamp = timestamp(root, now.readTimestamp().header().version() + 1, snapshot);
        return new Published(rootFile, targets, snapshot, timestamp);
    }

    private SignedFile targets(Root root, long version, List<Target> all) {
        return sign(
                Role.TARGETS,
                root,
                Targets.of(header(Role.TARGETS, version), all).toJson());
    }

    private SignedFile snapshot(Root root, long version, SignedFile targets) {
        FileVersion named = FileVersion.of(Targets.read(targets).header().version(), targets.bytes());
        return sign(Role.SNAPSHOT, root, new Snapshot(header(Role.SNAPSHOT, version), named).toJson());
    }

    private SignedFile timestamp(Root root, long version, SignedFile snapshot) {
        FileVersion named = FileVersion.of(Snapshot.read(snapshot).header().version(), snapshot.bytes());
        return sign(Role.TIMESTAMP, root, new Timestamp(header(Role.TIMESTAMP, version), named).toJson());
    }

    private Header header(Role role, long version) {
        return new Header(version, clock.instant().plus(lifetimes.of(role)));
    }

    private SignedFile sign(Role role, Root root, ObjectNode json) {
        return sign(role, root, json, root);
    }

    /** By all keys at hand that speak for the role under the one root or the other. */
    private SignedFile sign(Role role, Root before, ObjectNode json, Root root) {
        Set<VerificationKey> speak = new LinkedHashSet<>(before.keys(role).keys());
        speak.addAll(root.keys(role).keys());
        List<VerificationKey> atHand =
                speak.stream().filter(each -> keys.of(each).isPresent()).toList();
        return SignedFile.sign(
                        role,
                        json,
                        atHand,
                        (key, bytes) -> keys.of(key).orElseThrow().sign(bytes))
                .mustBeSignedBy(root.keys(role));
    }
}
