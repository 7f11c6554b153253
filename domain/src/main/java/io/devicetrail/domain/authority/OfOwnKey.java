package io.devicetrail.domain.authority;

import io.devicetrail.domain.apikey.ApiKeyId;

/**
 * A command by which the application puts on record what a machine did with its own key, or tried. No role allows it and
 * none is needed, but that it is its own.
 */
public interface OfOwnKey {
    /** What events name as the role in force. */
    String ROLE = "api-key";

    ApiKeyId key();
}
