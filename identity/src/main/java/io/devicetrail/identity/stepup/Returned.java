package io.devicetrail.identity.stepup;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of a browser's return from an issuer. */
public sealed interface Returned {

    /**
     * It is known who it is; nothing is signed yet.
     *
     * @param browser the key of the browser from now on: who knew the one before is not signed in by it
     */
    record Identified(UUID signing, BrowserKey browser) implements Returned {}

    /** The log has the signature. */
    record Signed(UUID signing) implements Returned {}

    /**
     * Nothing was signed and nothing stored.
     *
     * @param signing that may be tried again; null if none is known
     */
    record Refused(@Nullable UUID signing, String told) implements Returned {}

    /** Nothing was decided: the issuer or the log is away, or too much happens at once. */
    record Unavailable(UUID signing, String told) implements Returned {}
}
