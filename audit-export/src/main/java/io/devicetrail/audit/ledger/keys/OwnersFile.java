package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A file that nobody but its owner may read: a key, or what opens one. */
public final class OwnersFile {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnersFile() {}

    /** @throws LedgerBroken if others may read it; one that is not there yet passes */
    public static void require(Path file) throws IOException {
        if (Files.exists(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new LedgerBroken("others may read " + file + ": chmod 600, and ask who did");
        }
    }

    /**
     * A password or PIN that lies in a file, without the line feed at its end.
     *
     * @throws LedgerBroken if it is not there, or others may read it
     */
    public static String secret(Path file) throws IOException {
        require(file);
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException none) {
            throw new LedgerBroken("there is no file " + file);
        }
    }
}
