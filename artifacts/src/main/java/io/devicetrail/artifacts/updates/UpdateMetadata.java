package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.util.Optional;

/** What is published, as devices ask for it. */
@FunctionalInterface
public interface UpdateMetadata {
    /** @param file such as {@code timestamp.json}; empty for one that is not there, or is none of the metadata */
    Optional<byte[]> metadata(TenantId tenant, String file) throws IOException;
}
