package io.devicetrail.ingress.connection;

import java.time.Instant;

/**
 * A message as it came from the broker.
 *
 * @param payload at most the first {@link io.devicetrail.ingress.quarantine.QuarantineStore#KEPT_BYTES} or the largest
 *     accepted size, whichever is more
 * @param size of the whole message in bytes
 * @param receivedAt by the server's clock, in microseconds
 * @param acknowledgement tells the broker that the message is settled; only on the connection it came by, as another
 *     may use the same packet number for another message
 * @param rejection makes the broker send it again
 */
public record Delivery(
        String topic, byte[] payload, int size, Instant receivedAt, Runnable acknowledgement, Runnable rejection) {
    public void acknowledge() {
        acknowledgement.run();
    }

    /**
     * For whoever can do nothing with it now. What is neither acknowledged nor given back may keep a broker from sending
     * anything else on that connection.
     */
    public void giveBack() {
        rejection.run();
    }
}
