package io.devicetrail.update.agent;

/** Why an offer was refused or did not come to its end, beside what the metadata's check says. */
enum Code {
    /** The image runs already; {@code verified}. */
    ALREADY_RUNNING,
    /** The offer cannot be read. */
    MALFORMED_OFFER,
    /** It came after its {@code notAfter}. */
    OFFER_EXPIRED,
    /** It came, or would have restarted the device, outside its windows. */
    OUTSIDE_WINDOW,
    /** The version is earlier than the one that runs, and the offer does not allow that. */
    DOWNGRADE,
    /** What runs is none of the versions that the offer may follow. */
    FROM_OTHER_VERSION,
    /** The battery is, or was before the restart, less full than the offer asks for. */
    BATTERY_LOW,
    /** Another update is not at its end. */
    BUSY,
    /** The offer says something else of the image than the signed metadata. */
    OFFER_DIFFERS,
    /** Metadata could not be had. */
    METADATA_UNREACHABLE,
    /** The image could not be had, after all attempts. */
    DOWNLOAD_FAILED,
    /** The new image did not pass its self-test. */
    SELF_TEST_FAILED,
    /** The new image did not come to its self-test in the starts that it had. */
    DID_NOT_START,
    /** The slot's image was not whole when it was to start. */
    SLOT_DAMAGED
}
