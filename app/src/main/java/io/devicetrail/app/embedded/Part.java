package io.devicetrail.app.embedded;

import java.util.concurrent.CompletableFuture;

/** A running part. Closing it returns when it has stopped; closing twice is allowed. */
public interface Part extends AutoCloseable {
    /** As a person says it: "PostgreSQL". */
    String name();

    /** Where clients reach it. */
    String address();

    String version();

    /** Completes when it ends, asked to or not, by a word about how; never for a part that somebody else runs. */
    default CompletableFuture<String> ended() {
        return new CompletableFuture<>();
    }

    @Override
    void close();
}
