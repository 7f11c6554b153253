package io.devicetrail.domain.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Signatures that were asked for and wait for their signer's proofs, kept by whoever keeps the credentials. One that was
 * not given in time is forgotten: nothing has happened then.
 */
public interface Signings {
    /**
     * Puts one before its signer.
     *
     * @param id the same again changes nothing: what was asked for first stands
     * @throws TooManySignings if too many of the person's wait already
     */
    Signing ask(UUID id, Asked asked);

    /** That of somebody else is not there. */
    Optional<Signing> of(PersonId person, UUID id);

    /** Whether people of that issuer can give proofs for a signature. */
    default boolean takes(String issuer) {
        return issuer.equals(PersonId.LOCAL);
    }

    /**
     * What shall be signed.
     *
     * @param version as the signer saw it
     * @param reason why
     */
    record Asked(PersonId person, Version version, SignatureMeaning meaning, String reason) {}

    /**
     * @param confirmationUrl of the page where the signer gives the proofs; a path if no address of the issuer is set
     * @param expiresAt after which it cannot be given any more
     */
    record Signing(UUID id, Asked asked, String confirmationUrl, Instant expiresAt, State state) {
        public SignableRecord record() {
            return asked.version().record();
        }

        public String tenant() {
            return asked.version().tenant().value();
        }

        public String hash() {
            return asked.version().hash();
        }

        public long position() {
            return asked.version().position();
        }

        public SignatureMeaning meaning() {
            return asked.meaning();
        }

        public String reason() {
            return asked.reason();
        }
    }

    /** How a signature stands that was asked for. */
    enum State {
        WAITING,
        SIGNED,
        EXPIRED
    }

    /** Too many of one person's wait. */
    final class TooManySignings extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public TooManySignings() {
            super("too many signatures wait for the same person");
        }
    }
}
