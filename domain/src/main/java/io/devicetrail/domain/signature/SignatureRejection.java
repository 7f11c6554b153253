package io.devicetrail.domain.signature;

import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a signature was refused. */
public sealed interface SignatureRejection extends Rejection {

    /** Also for one of a tenant in which the asker has no role. */
    record RecordUnknown(SignableRecord record) implements SignatureRejection {
        @Override
        public String code() {
            return "RECORD_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no " + record + " that could be signed.";
        }
    }

    /** What they saw is not what it is (21 CFR 11.70). */
    record RecordChanged(String current) implements SignatureRejection {
        @Override
        public String code() {
            return "RECORD_CHANGED";
        }

        @Override
        public String message() {
            return "The record is not what you saw; look at it again. Its hash is now " + current + ".";
        }
    }

    record RecordTooLong(SignableRecord record) implements SignatureRejection {
        @Override
        public String code() {
            return "RECORD_TOO_LONG";
        }

        @Override
        public String message() {
            return "The " + record + " has more than " + RecordVersions.MOST_EVENTS
                    + " events, which is more than one signature is given for. Sign a later version of it.";
        }
    }

    record AlreadySigned(SignatureId signature) implements SignatureRejection {
        @Override
        public String code() {
            return "ALREADY_SIGNED";
        }

        @Override
        public String message() {
            return "You have signed this version with this meaning already: signature " + signature + ".";
        }
    }

    record MeaningNotYours(GrantedRole role, SignatureMeaning meaning) implements SignatureRejection, Denial {
        public MeaningNotYours(Role role, SignatureMeaning meaning) {
            this(GrantedRole.of(role), meaning);
        }

        @Override
        public String code() {
            return "MEANING_NOT_YOURS";
        }

        @Override
        public String message() {
            return "As " + role.key() + " you do not sign with the meaning " + meaning + "; choose one of: "
                    + Stream.of(SignatureMeaning.values())
                            .filter(own -> own.givenBy(role))
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))
                    + ".";
        }
    }

    /** Who made it does not approve it, whatever a policy says (21 CFR 11.10(g)). */
    record OwnRecord(SignatureMeaning meaning) implements SignatureRejection, Denial {
        @Override
        public String code() {
            return "OWN_RECORD";
        }

        @Override
        public String message() {
            return "You made this version yourself, in whole or in part: somebody else signs it with the meaning "
                    + meaning + ".";
        }
    }

    /** Steps of a policy are taken in their order (21 CFR 11.10(f)). */
    record NotYourTurn(SignatureMeaning meaning, String due) implements SignatureRejection {
        @Override
        public String code() {
            return "NOT_YOUR_TURN";
        }

        @Override
        public String message() {
            return "The tenant's policy asks for other signatures before " + meaning + "; due now: " + due
                    + ". If they were given a moment ago, repeat shortly.";
        }
    }

    /** Somebody else's hand is never the signer's (21 CFR 11.200(a)(2)). */
    record NotTheSigner() implements SignatureRejection, Denial {
        @Override
        public String code() {
            return "NOT_THE_SIGNER";
        }

        @Override
        public String message() {
            return "A signature is given by the person themselves and nobody else.";
        }
    }

    record ProofMissing(String component) implements SignatureRejection {
        @Override
        public String code() {
            return "PROOF_MISSING";
        }

        @Override
        public String message() {
            return "The signature needs the component " + component + " at the moment of signing.";
        }
    }

    record SignsElsewhere(String issuer) implements SignatureRejection {
        @Override
        public String code() {
            return "SIGNS_ELSEWHERE";
        }

        @Override
        public String message() {
            return "You sign in at " + issuer
                    + ", which cannot confirm a signature here: this installation has no client"
                    + " there. Whoever operates it registers one and sets devicetrail.sign-in.issuers.<name>.client-id;"
                    + " until then sign with an account of this installation.";
        }
    }

    record TooManyWaiting() implements SignatureRejection {
        @Override
        public String code() {
            return "TOO_MANY_SIGNATURES_WAITING";
        }

        @Override
        public String message() {
            return "Too many of your signatures wait for you; give them, or wait until they expire.";
        }
    }

    record SigningUnavailable() implements SignatureRejection {
        @Override
        public String code() {
            return "SIGNING_UNAVAILABLE";
        }

        @Override
        public String message() {
            return "Nobody can sign here now: the installation's own sign-in is away. Repeat shortly.";
        }
    }
}
