package io.devicetrail.domain.enrolment;

/** Why a certificate counts no longer: the reasons of RFC 5280, 5.3.1 that a device's can have. */
public enum RevocationReason {
    UNSPECIFIED(0),
    /** Somebody else may have the device's key. */
    KEY_COMPROMISE(1),
    /** The device is not where or whose it was. */
    AFFILIATION_CHANGED(3),
    /** The device has a newer one. */
    SUPERSEDED(4),
    /** The device has left service. */
    CESSATION_OF_OPERATION(5);

    private final int code;

    RevocationReason(int code) {
        this.code = code;
    }

    /** In lists of revoked certificates. */
    public int code() {
        return code;
    }
}
