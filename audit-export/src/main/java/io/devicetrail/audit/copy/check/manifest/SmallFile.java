package io.devicetrail.audit.copy.check.manifest;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A manifest, a note, a signature, keys: what is read whole, and so must have an end. */
public final class SmallFile {
    private static final int LONGEST_BYTES = 4 << 20;

    private SmallFile() {}

    /** @throws NotVerified if it is longer than such a file is */
    public static byte[] read(Path folder, String name) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            byte[] bytes = in.readNBytes(LONGEST_BYTES + 1);
            if (bytes.length > LONGEST_BYTES) {
                throw new NotVerified(name + " is longer than " + LONGEST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /** @param what the bytes are, for a person */
    public static void expect(Path folder, String name, byte[] bytes, String what, Consumer<String> tell)
            throws IOException {
        try {
            if (!Arrays.equals(read(folder, name), bytes)) {
                tell.accept(name + " was changed: it is not " + what);
            }
        } catch (NoSuchFileException missing) {
            tell.accept(name + " is missing");
        }
    }
}
