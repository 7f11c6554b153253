package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.shared.Rejection;
import java.time.Duration;

/** Why a command about a device's credentials was refused. */
public sealed interface EnrolmentRejection extends Rejection {
    /** In the same words for a device of another tenant, one that is not there, and a token that is not its own. */
    record NotAllowed() implements EnrolmentRejection {
        @Override
        public String code() {
            return "ENROLMENT_NOT_ALLOWED";
        }

        @Override
        public String message() {
            return "No certificate can be had with this; have a token made for the device with allowDeviceEnrolment.";
        }
    }

    record TokenUsed() implements EnrolmentRejection {
        @Override
        public String code() {
            return "TOKEN_USED";
        }

        @Override
        public String message() {
            return "The token was used for another key, or its certificate was revoked since; have a new one made.";
        }
    }

    record TokenOver() implements EnrolmentRejection {
        @Override
        public String code() {
            return "TOKEN_OVER";
        }

        @Override
        public String message() {
            return "The token's time is over; have a new one made.";
        }
    }

    record TokenTimeUnfit(Duration longest) implements EnrolmentRejection {
        @Override
        public String code() {
            return "TOKEN_TIME_UNFIT";
        }

        @Override
        public String message() {
            return "A token ends in the future, and after " + longest.toDays() + " days at the latest.";
        }
    }

    /** The same request again: the token is kept nowhere. */
    record TokenShownOnce() implements EnrolmentRejection {
        @Override
        public String code() {
            return "SECRET_SHOWN_ONCE";
        }

        @Override
        public String message() {
            return "This token was issued before, and is shown once. If it was lost, issue another one, with another"
                    + " clientMutationId; the lost one is void then.";
        }
    }

    /** All of them are made, shown and have to get to their devices in one go. */
    record TooManyTokens(int most) implements EnrolmentRejection {
        @Override
        public String code() {
            return "TOO_MANY_TOKENS";
        }

        @Override
        public String message() {
            return "A list is given tokens for " + most
                    + " devices at the most; send it in parts of that size, or without tokensUntil.";
        }
    }

    record CertificateUnknown() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CERTIFICATE_UNKNOWN";
        }

        @Override
        public String message() {
            return "The device has no such certificate.";
        }
    }

    record CertificateRevokedBefore() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CERTIFICATE_REVOKED";
        }

        @Override
        public String message() {
            return "The certificate was revoked before.";
        }
    }

    /** An authority that was asked for a new one answered with one that the device had before, revoked or not. */
    record CertificateOnRecord(String fingerprint) implements EnrolmentRejection {
        @Override
        public String code() {
            return "CERTIFICATE_ON_RECORD";
        }

        @Override
        public String message() {
            return "The certificate " + fingerprint
                    + " was issued before, and none is issued twice; ask with a new key.";
        }
    }

    /** Another list said another key: one of the two is wrong, or the device is. */
    record FactoryKeyDiffers() implements EnrolmentRejection {
        @Override
        public String code() {
            return "FACTORY_KEY_DIFFERS";
        }

        @Override
        public String message() {
            return "Another factory key is on record for this device; find out which is right, and enrol it with a token.";
        }
    }

    /** Another list said another code, or none: what is on record stays, and a code that does not count opens nothing. */
    record ClaimCodeDiffers() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CLAIM_CODE_DIFFERS";
        }

        @Override
        public String message() {
            return "Another claim code, or none, is on record for this device, and that stays; claim it by that, or move it.";
        }
    }

    record FactoryKeyUsed() implements EnrolmentRejection {
        @Override
        public String code() {
            return "FACTORY_KEY_USED";
        }

        @Override
        public String message() {
            return "The factory key was used for another key, or its certificate was revoked since; have a token made.";
        }
    }

    /** Who could put a key on a device in service could enrol as it. */
    record FactoryKeyTooLate() implements EnrolmentRejection {
        @Override
        public String code() {
            return "FACTORY_KEY_TOO_LATE";
        }

        @Override
        public String message() {
            return "A factory key is for a device's first certificate, and this one was enrolled before; have a token made.";
        }
    }

    record ListSignatureMissing(String manufacturer) implements EnrolmentRejection {
        @Override
        public String code() {
            return "LIST_SIGNATURE_MISSING";
        }

        @Override
        public String message() {
            return "Lists of " + manufacturer
                    + " are taken with its signature only; ask for it, and send it as signature.";
        }
    }

    record ListSignatureMalformed(String what) implements EnrolmentRejection {
        @Override
        public String code() {
            return "LIST_SIGNATURE_MALFORMED";
        }

        @Override
        public String message() {
            return "The signature must be a detached CMS signature of one signer, as PEM or Base64: " + what + ".";
        }
    }

    /** Also where it was trusted once: what matters is now. */
    record ListSignerUnknown(String signer) implements EnrolmentRejection {
        @Override
        public String code() {
            return "LIST_SIGNER_UNKNOWN";
        }

        @Override
        public String message() {
            return "No signer that is trusted for this manufacturer made the signature, but " + signer
                    + "; ask the manufacturer, and if it is theirs have it trusted with trustListSigner.";
        }
    }

    record ListSignerOver(String fingerprint) implements EnrolmentRejection {
        @Override
        public String code() {
            return "LIST_SIGNER_OVER";
        }

        @Override
        public String message() {
            return "The signer's certificate " + fingerprint
                    + " is not valid now; have the list signed by one that is.";
        }
    }

    record ListSignatureWrong() implements EnrolmentRejection {
        @Override
        public String code() {
            return "LIST_SIGNATURE_WRONG";
        }

        @Override
        public String message() {
            return "The signature is not of this list: a row, or the manufacturer, was altered after it was signed, or it"
                    + " was signed in another form.";
        }
    }

    record RenewalsLimited(int most) implements EnrolmentRejection {
        @Override
        public String code() {
            return "RENEWALS_LIMITED";
        }

        @Override
        public String message() {
            return "The device's certificates were renewed " + most
                    + " times within a day; what it has stands, come later.";
        }
    }

    /** In the same words for another tenant's. */
    record ClaimCodeUnknown() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CLAIM_CODE_UNKNOWN";
        }

        @Override
        public String message() {
            return "No device of this tenant came with this code; check it against the box.";
        }
    }

    record ClaimCodeUsed() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CLAIM_CODE_USED";
        }

        @Override
        public String message() {
            return "The device was claimed before; who administers it can move it.";
        }
    }

    record ClaimsLimited() implements EnrolmentRejection {
        @Override
        public String code() {
            return "CLAIMS_LIMITED";
        }

        @Override
        public String message() {
            return "Too many wrong codes; repeat in a minute.";
        }
    }
}
