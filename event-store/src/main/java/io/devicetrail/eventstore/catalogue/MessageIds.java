package io.devicetrail.eventstore.catalogue;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids of messages: UUIDs of version 8 (RFC 9562), unique and not secret. A process draws one half and the beginning of a
 * count for the other half; so ids also come in order, which keeps the log's index of commands small in memory. Axon's
 * own ids each take a number from a {@link SecureRandom} behind one lock, at which callers of many threads wait longer
 * than for the disk.
 */
public final class MessageIds extends IdentifierFactory {
    private static final long VERSION_MASK = 0xF000;
    private static final long VERSION = 0x8000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    /** The count has 62 bits; it begins in the lower half, so that it cannot run over. */
    private static final long COUNT = (1L << 62) - 1;

    private final long process;
    private final AtomicLong count;

    /** Found by Axon as a service. */
    public MessageIds() {
        SecureRandom random = new SecureRandom();
        process = random.nextLong() & ~VERSION_MASK | VERSION;
        count = new AtomicLong(random.nextLong() >>> 3);
    }

    @Override
    public String generateIdentifier() {
        return new UUID(process, VARIANT | count.getAndIncrement() & COUNT).toString();
    }
}
