package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.PlainFile;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.Root;
import io.devicetrail.update.metadata.SignedFile;
import io.devicetrail.update.metadata.repository.Published;
import io.devicetrail.update.metadata.repository.RepositoryDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Whether what stands in a tenant's directory is ours, and may be gone on from. */
final class Provenance {
    private final Path metadata;
    private final KeyFolder keys;

    Provenance(Path metadata, KeyFolder keys) {
        this.metadata = metadata;
        this.keys = keys;
    }

    /**
     * All roots, each signed by the one before and from the first one on: else somebody who writes here could have
     * his own keys signed into the next root. And what version numbers are taken from: else he could set one so high
     * that none follows. What the root before the newest trusted is ours too, as a rotation may have stopped half-way.
     *
     * @throws IllegalStateException with a sentence for the operator
     */
    void require(Published now) {
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
        SignedFile first = read(Role.ROOT, 1);
        String expected;
        try {
            expected = keys.firstRoot();
        } catch (IOException e) {
            throw new IllegalStateException("the keys of " + metadata + " cannot be read", e);
        }
        if (!Digest.sha256(first.bytes()).equals(expected)) {
            throw altered(Role.ROOT);
        }
        return first;
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

    SignedFile read(Role role, long version) {
        String name = role.publishedName(version);
        try {
            return SignedFile.read(role, PlainFile.read(metadata.resolve(name), RepositoryDirectory.MOST_BYTES));
        } catch (NoSuchFileException gone) {
            throw new IllegalStateException(name + " is not in " + metadata + ": put it back from a copy", gone);
        } catch (IOException e) {
            throw new IllegalStateException(TenantRepository.sentence(e), e);
        }
    }
}
