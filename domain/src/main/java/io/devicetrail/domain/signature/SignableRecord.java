package io.devicetrail.domain.signature;

import io.devicetrail.domain.shared.MalformedInput;

/**
 * A record that can be signed.
 *
 * @param id as the kind says it; lower case
 */
public record SignableRecord(SignableKind kind, String id) {
    /** @throws MalformedInput if the kind has no such ids */
    public static SignableRecord of(SignableKind kind, String id) {
        if (!kind.takes(id)) {
            throw new MalformedInput("record", "is not the id of a " + kind + ": " + id);
        }
        return new SignableRecord(kind, id);
    }

    /** Id of the aggregate whose events it is made of. */
    public String stream() {
        return kind.streamOf(id);
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
