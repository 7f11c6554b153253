package io.devicetrail.identity.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals the keys of tokens for the database with AES-256-GCM: who reads that alone can sign nothing. */
final class KeySeal {
    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "token keys".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    KeySeal(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key that seals must have " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    static byte[] newKey() {
        byte[] fresh = new byte[KEY_BYTES];
        RANDOM.nextBytes(fresh);
        return fresh;
    }

    byte[] sealed(byte[] content) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] hidden = run(Cipher.ENCRYPT_MODE, nonce, content);
            byte[] stored = Arrays.copyOf(nonce, NONCE_BYTES + hidden.length);
            System.arraycopy(hidden, 0, stored, NONCE_BYTES, hidden.length);
            return stored;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** @throws GeneralSecurityException if another key sealed it, or it was altered */
    byte[] opened(byte[] stored) throws GeneralSecurityException {
        if (stored.length < NONCE_BYTES) {
            throw new GeneralSecurityException("too short");
        }
        return run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(stored, NONCE_BYTES),
                Arrays.copyOfRange(stored, NONCE_BYTES, stored.length));
    }

    private byte[] run(int mode, byte[] nonce, byte[] input) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher.doFinal(input);
    }

    @Override
    public String toString() {
        return "KeySeal";
    }
}
