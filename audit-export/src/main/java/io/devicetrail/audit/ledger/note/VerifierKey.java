package io.devicetrail.audit.ledger.note;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A public key with its name, C2SP signed-note, "Verifier keys". */
public final class VerifierKey {
    private final String name;
    private final SignatureType type;
    private final byte[] rawKey;
    private final int id;
    private final PublicKey key;

    private VerifierKey(String name, SignatureType type, byte[] rawKey) {
        KeyNames.require(name);
        this.name = name;
        this.type = type;
        this.rawKey = rawKey;
        this.id = id(name, type, rawKey);
        try {
            this.key =
                    KeyFactory.getInstance(type.algorithm()).generatePublic(new X509EncodedKeySpec(type.spki(rawKey)));
        } catch (GeneralSecurityException e) {
            throw new NotVerified("no public key for " + type.algorithm(), e);
        }
    }

    public static VerifierKey of(String name, SignatureType type, PublicKey key) {
        return new VerifierKey(name, type, type.rawKey(key.getEncoded()));
    }

    /** @throws NotVerified if it is no verifier key of a known type, or its id is not its key's */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new NotVerified("a verifier key is name+id+key: " + text);
        }
        byte[] typed;
        try {
            typed = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new NotVerified("the key in a verifier key is base64: " + text, e);
        }
        if (typed.length == 0) {
            throw new NotVerified("a verifier key without a key: " + text);
        }
        SignatureType type = SignatureType.of(typed[0]);
        if (typed.length != 1 + type.keyBytes()) {
            throw new NotVerified("a key for " + type.algorithm() + " has " + type.keyBytes() + " bytes");
        }
        VerifierKey key = new VerifierKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.text().equals(text)) {
            throw new NotVerified("the id of a verifier key is not its key's: " + text);
        }
        return key;
    }

    /** One line without its end: what a verifier is configured with. */
    public String text() {
        byte[] typed = ByteBuffer.allocate(1 + rawKey.length)
                .put(type.identifier())
                .put(rawKey)
                .array();
        return shortName() + "+" + Base64.getEncoder().encodeToString(typed);
    }

    public String name() {
        return name;
    }

    public SignatureType type() {
        return type;
    }

    PublicKey publicKey() {
        return key;
    }

    /** First four bytes of SHA-256(name, newline, type, key). */
    public int id() {
        return id;
    }

    /** Name and id, which together tell a key from all others. */
    public String shortName() {
        return name + "+" + HexFormat.of().toHexDigits(id);
    }

    /** POSIX time, in seconds, that a signature of this key says it was made at; 0 if it does not say. */
    public long signedAt(byte[] value) {
        return type.time(value);
    }

    /** Whether this key made what a note carries over that text. */
    public boolean verifies(String text, byte[] value) {
        try {
            Signature verification = Signature.getInstance(type.algorithm());
            verification.initVerify(key);
            verification.update(type.message(name, type.time(value), text));
            return verification.verify(type.signature(value));
        } catch (SignatureException | NotVerified malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify " + type.algorithm(), e);
        }
    }

    private static int id(String name, SignatureType type, byte[] rawKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(type.identifier());
            return ByteBuffer.wrap(digest.digest(rawKey)).getInt();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key && text().equals(key.text());
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return shortName();
    }
}
