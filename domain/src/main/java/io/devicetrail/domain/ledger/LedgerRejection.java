package io.devicetrail.domain.ledger;

import io.devicetrail.domain.shared.Rejection;

/** The rules about ledgers. */
public sealed interface LedgerRejection extends Rejection {
    /** The keys that were to be replaced are not the ones that the log knows to be in force. */
    record KeysNotInForce() implements LedgerRejection {
        @Override
        public String code() {
            return "LEDGER_KEYS_NOT_IN_FORCE";
        }

        @Override
        public String message() {
            return "The log knows other keys to be in force than this home has: "
                    + "its secrets came from a backup made before the keys were last rotated.";
        }
    }

    /** So many mismatches were recorded today that no more are: who sends them tells them otherwise, and asks again. */
    record MismatchesOfTheDayRecorded(int most) implements LedgerRejection {
        @Override
        public String code() {
            return "LEDGER_MISMATCHES_OF_THE_DAY_RECORDED";
        }

        @Override
        public String message() {
            return "The log has recorded " + most
                    + " mismatches of this ledger today and takes the next ones tomorrow; "
                    + "devicetrail verify --json names them all.";
        }
    }
}
