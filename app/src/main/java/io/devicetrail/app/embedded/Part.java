package io.devicetrail.app.embedded;

/** A running part. Closing it returns when it has stopped; closing twice is allowed. */
public interface Part extends AutoCloseable {
    /** As a person says it: "PostgreSQL". */
    String name();

    /** Where clients reach it. */
    String address();

    String version();

    @Override
    void close();
}
