package io.devicetrail.artifacts.updates;

import io.devicetrail.artifacts.store.OwnerOnly;
import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.VerificationKey;
import io.devicetrail.update.metadata.repository.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One tenant's private keys: a file for each role, so that each can be where its people want it. Files are read at each
 * look: a key that is taken away, or comes back, counts from the next one on. Keys are made here once, before the first
 * root; later ones are brought by people, as {@code role.next.pem}.
 */
final class KeyFolder {
    /**
     * Says that a root was published with these keys, by the SHA-256 of the first: from then on none is made, as no
     * device would believe it, and no root is signed that does not come from that one.
     */
    private static final String BEGUN = "begun";

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    Path file(Role role) {
        return folder.resolve(role.text() + ".pem");
    }

    private Path following(Role role) {
        return folder.resolve(role.text() + ".next.pem");
    }

    boolean isBegun() {
        return Files.exists(folder.resolve(BEGUN));
    }

    /** @param firstRoot SHA-256 of it; whoever calls it first is right, as nobody else writes here */
    void begun(String firstRoot) throws IOException {
        if (!isBegun()) {
            OwnerOnly.folder(folder);
            write(BEGUN, firstRoot);
            OwnerOnly.force(folder);
        }
    }

    /** SHA-256 of the first root, in lower-case hexadecimal. */
    String firstRoot() throws IOException {
        return Files.readString(folder.resolve(BEGUN), StandardCharsets.ISO_8859_1);
    }

    private void write(String name, String text) throws IOException {
        Path made = folder.resolve(name + ".made");
        Files.deleteIfExists(made);
        OwnerOnly.file(made);
        Files.writeString(made, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        OwnerOnly.force(made);
        Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes those that are not there, one for each role; a crash in the middle leaves some, which are used. */
    void make() throws IOException {
        OwnerOnly.folder(folder);
        for (Role role : Role.values()) {
            if (!Files.exists(file(role))) {
                write(role.text() + ".pem", KeyFile.make());
            }
        }
        OwnerOnly.force(folder);
    }

    KeysAtHand atHand() throws IOException {
        Map<Role, SigningKey> inPlace = new EnumMap<>(Role.class);
        Map<Role, SigningKey> following = new EnumMap<>(Role.class);
        List<String> unusable = new ArrayList<>();
        for (Role role : Role.values()) {
            read(role, file(role), inPlace, unusable);
            read(role, following(role), following, unusable);
        }
        return new KeysAtHand(inPlace, following, unusable);
    }

    private static void read(Role role, Path file, Map<Role, SigningKey> into, List<String> unusable)
            throws IOException {
        if (Files.exists(file)) {
            try {
                into.put(role, KeyFile.read(file));
            } catch (UnusableKey e) {
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Ends a change: a key that the root of now names takes the place of the one before, which is gone with that. */
    void settle(KeysAtHand keys, Map<Role, RoleKeys> trust) throws IOException {
        for (Map.Entry<Role, SigningKey> each : keys.following().entrySet()) {
            VerificationKey key = each.getValue().verification();
            RoleKeys trusted = trust.get(each.getKey());
            if (trusted != null && trusted.keys().contains(key)) {
                Files.move(
                        following(each.getKey()),
                        file(each.getKey()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                OwnerOnly.force(folder);
            }
        }
    }
}
