package io.devicetrail.audit.witness;

import java.io.IOException;

/** A witness saw another history of this ledger: an alarm, not a failure that passes. */
final class WitnessContradicts extends IOException {
    private static final long serialVersionUID = 1L;

    WitnessContradicts(String message) {
        super(message);
    }
}
