package io.devicetrail.ingress.quarantine;

/**
 * What became of a release.
 *
 * @param code stored and shown, never renamed: one of the codes here, or what was wrong with the message at that moment
 * @param detail for a person
 */
public record ReleaseOutcome(String code, String detail) {
    /** Its values are in the device's series. */
    public static final String TAKEN_IN = "TAKEN_IN";
    /** It is not the message that was released. */
    public static final String CHANGED_SINCE = "CHANGED_SINCE";
}
