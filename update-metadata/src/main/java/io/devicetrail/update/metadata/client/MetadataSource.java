package io.devicetrail.update.metadata.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where metadata comes from: anything, trusted for nothing. Whoever implements it bounds the time it takes. */
@FunctionalInterface
public interface MetadataSource {
    /**
     * @param name {@code 2.root.json}, {@code timestamp.json}
     * @return the file, of which no more is read than is allowed; empty if there is none
     */
    Optional<InputStream> open(String name) throws IOException;
}
