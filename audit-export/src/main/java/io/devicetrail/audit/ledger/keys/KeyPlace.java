package io.devicetrail.audit.ledger.keys;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the ledger's private keys are kept: those in force and, while a change is under way, those that follow. A place
 * knows nothing of what was signed. Used by one thread at a time; owned by the home's lock.
 *
 * <p>Every method throws {@link io.devicetrail.audit.ledger.LedgerBroken}, with one line for the operator, if what is
 * there cannot be used.
 */
public interface KeyPlace {
    /** Where that is, for a person. */
    String name();

    /** Whether both keys in force are there. */
    boolean isWhole() throws IOException;

    /**
     * The keys in force, without making or changing anything.
     *
     * @throws java.nio.file.NoSuchFileException if there are none
     */
    KeyGeneration found() throws IOException;

    /** The keys in force: a change that was cut short is ended, and where there are none they are made. */
    KeyGeneration open() throws IOException;

    /** Those that follow; null if there are none yet. */
    @Nullable KeyGeneration next() throws IOException;

    /**
     * Those that follow, made now unless they were before. They are never made anew: the log may name them already.
     *
     * @param tokenKey label of the key in a token that is to follow; null for a place without a token
     */
    KeyGeneration prepare(@Nullable String tokenKey) throws IOException;

    /** Puts those that follow in the place of those in force, which are gone with that. */
    KeyGeneration putInPlace() throws IOException;
}
