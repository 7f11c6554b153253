package io.devicetrail.identity.credential;

import io.devicetrail.domain.person.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts second factors at rest with AES-256-GCM: who reads the database alone can make no codes. Each is bound to its
 * person, so that a row copied to another's is of no use.
 */
public final class SecretCipher {
    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /** @param key of {@value #KEY_BYTES} bytes, from the home's secrets */
    public SecretCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key of second factors must have " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] encrypted(PersonId person, SecondFactor factor) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] hidden = run(Cipher.ENCRYPT_MODE, nonce, person, factor.secret());
        byte[] stored = Arrays.copyOf(nonce, NONCE_BYTES + hidden.length);
        System.arraycopy(hidden, 0, stored, NONCE_BYTES, hidden.length);
        return stored;
    }

    SecondFactor decrypted(PersonId person, byte[] stored) {
        if (stored.length < NONCE_BYTES) {
            throw new UnreadableFactorException(person, new GeneralSecurityException("too short"));
        }
        byte[] nonce = Arrays.copyOf(stored, NONCE_BYTES);
        return new SecondFactor(
                run(Cipher.DECRYPT_MODE, nonce, person, Arrays.copyOfRange(stored, NONCE_BYTES, stored.length)));
    }

    private byte[] run(int mode, byte[] nonce, PersonId person, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(person.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException unreadable) {
            throw new UnreadableFactorException(person, unreadable);
        }
    }

    @Override
    public String toString() {
        return "SecretCipher";
    }
}
