package io.devicetrail.app.embedded;

import java.time.Duration;

/** Hears what a start is doing. Called from several threads at once. */
public interface Progress {
    /** Nobody is looking. */
    Progress SILENT = new Progress() {
        @Override
        public void waiting(String part, String doing) {}

        @Override
        public void ready(String part, String address, Duration took) {}

        @Override
        public void note(String line) {}
    };

    /** The part is not ready yet, and this is what it is doing. */
    void waiting(String part, String doing);

    void ready(String part, String address, Duration took);

    /** Something a person should know, in one line. */
    void note(String line);
}
