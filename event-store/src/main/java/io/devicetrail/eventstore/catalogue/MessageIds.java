package io.devicetrail.eventstore.catalogue;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids of messages: UUIDs of version 7 (RFC 9562), time first. Unique, not secret. Axon's own take every one from a
 * {@link SecureRandom} behind one lock, at which callers of many threads wait longer than for the disk.
 *
 * <p>The 62 bits after the time are a mixed counter: within a process none comes twice, and processes begin their
 * counters at random places.
 */
public final class MessageIds extends IdentifierFactory {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final AtomicLong counter = new AtomicLong(new SecureRandom().nextLong());

    /** Found by Axon as a service. */
    public MessageIds() {}

    @Override
    public String generateIdentifier() {
        long mixed = mix(counter.getAndAdd(GOLDEN));
        // Two bits of it stand before the variant, so that all 64 are in the id.
        long high = System.currentTimeMillis() << 16 | VERSION | mixed >>> 62;
        long low = VARIANT | mixed & ~(3L << 62);
        return new UUID(high, low).toString();
    }

    /** SplitMix64's finaliser: one to one. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
