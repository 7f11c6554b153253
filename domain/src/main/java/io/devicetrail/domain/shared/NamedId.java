package io.devicetrail.domain.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Name-based ids (RFC 9562 version 5): the same names give the same id on every machine, so that the log's own
 * uniqueness of (aggregate, sequence) makes a second registration of the same thing impossible.
 */
public final class NamedId {
    /** Version-4 UUID drawn once for Devicetrail; part of every name-based id, so it must never change. */
    private static final UUID NAMESPACE = UUID.fromString("6f1e2a54-93a7-4c0b-8d0e-5d1c7a2b9e31");

    private NamedId() {}

    /**
     * @param kind the kind of record, so that equal names of different kinds give different ids
     * @param names the natural key, outermost first; each is hashed with its length, so ("ab","c") differs from
     *     ("a","bc")
     */
    public static UUID of(String kind, String... names) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        update(sha1, kind);
        for (String name : names) {
            update(sha1, name);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = (hash.getLong() & 0xFFFFFFFFFFFF0FFFL) | 0x0000000000005000L;
        long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static void update(MessageDigest digest, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
