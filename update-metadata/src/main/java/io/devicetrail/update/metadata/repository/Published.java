package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.Snapshot;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;

/** A repository at one moment: the newest file of each role. */
public record Published(SignedFile root, SignedFile targets, SignedFile snapshot, SignedFile timestamp) {

    /**
     * In the order in which they have to become visible. The timestamp leads to snapshot and targets, so these are there
     * before. Devices find a root by themselves, and from then on believe nobody else: it comes when all is there but
     * the timestamp, which they would not believe any earlier.
     */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(Role.TARGETS.publishedName(readTargets().header().version()), targets.bytes());
        files.put(Role.SNAPSHOT.publishedName(readSnapshot().header().version()), snapshot.bytes());
        files.put(Role.ROOT.publishedName(readRoot().header().version()), root.bytes());
        files.put(Role.TIMESTAMP.publishedName(readTimestamp().header().version()), timestamp.bytes());
        return files;
    }

    public Root readRoot() {
        return Root.read(root);
    }

    public Targets readTargets() {
        return Targets.read(targets);
    }

    public Snapshot readSnapshot() {
        return Snapshot.read(snapshot);
    }

    public Timestamp readTimestamp() {
        return Timestamp.read(timestamp);
    }
}
