package io.devicetrail.update.agent;

import java.io.IOException;

/** The way to the platform. */
@FunctionalInterface
interface Reports {
    /**
     * Returns when the platform has it for good.
     *
     * @throws IOException if that is not known; the last report of an update is then sent again
     */
    void send(Report report) throws IOException;
}
