package io.devicetrail.audit.ledger.tree;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash of a leaf or a node, RFC 6962, section 2.1. */
public final class TreeHash {
    public static final int BYTES = 32;

    /** Root of the tree without entries: the hash of nothing. */
    public static final TreeHash EMPTY = new TreeHash(sha256().digest());

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Hash of an entry. The first byte differs from a node's, so that no entry can pass for a node. */
    public static TreeHash leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new TreeHash(digest.digest(entry));
    }

    public static TreeHash node(TreeHash left, TreeHash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new TreeHash(digest.digest(right.bytes));
    }

    public static TreeHash of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new NotVerified("a hash has " + BYTES + " bytes, not " + hash.length);
        }
        return new TreeHash(hash.clone());
    }

    /** The hash at a position of a tile. */
    static TreeHash at(byte[] tile, int position) {
        return new TreeHash(Arrays.copyOfRange(tile, position * BYTES, (position + 1) * BYTES));
    }

    /** @throws NotVerified if it is not the one canonical base64 of 32 bytes, RFC 4648, section 4 */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TreeHash ofBase64(String base64) {
        try {
            TreeHash hash = of(Base64.getDecoder().decode(base64));
            if (hash.base64().equals(base64)) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw new NotVerified("no base64 of a hash: " + base64, e);
        }
        throw new NotVerified("no base64 of a hash: " + base64);
    }

    @JsonValue
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    void into(byte[] tile, int position) {
        System.arraycopy(bytes, 0, tile, position * BYTES, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
