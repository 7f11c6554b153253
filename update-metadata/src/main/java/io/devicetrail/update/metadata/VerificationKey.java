package io.devicetrail.update.metadata;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The public half of a role's key: Ed25519, the one scheme that is understood.
 *
 * @param hex the 32 bytes of RFC 8032, in lower-case hexadecimal, as TUF writes them
 */
public record VerificationKey(String hex) {
    private static final String ED25519 = "ed25519";
    private static final int LENGTH = 32;
    /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    public VerificationKey {
        if (!Fields.isHex(hex, LENGTH)) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, "a key is not 32 bytes in lower-case hexadecimal");
        }
    }

    public static VerificationKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != PREFIX.length + LENGTH
                || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
        return new VerificationKey(HexFormat.of().formatHex(encoded, PREFIX.length, encoded.length));
    }

    /** @throws UpdateRefused for another scheme, or a key whose id is not its own */
    static VerificationKey read(String id, Fields fields) {
        if (!fields.text("keytype").equals(ED25519) || !fields.text("scheme").equals(ED25519)) {
            throw fields.malformed("is no Ed25519 key");
        }
        VerificationKey key = new VerificationKey(fields.object("keyval").hex("public", LENGTH));
        // One key, one id: with further fields in it the same key could sign twice under two names.
        if (!key.id().equals(id)) {
            throw new UpdateRefused(Refusal.KEY_ID_DIFFERS, "a key is listed as " + id);
        }
        return key;
    }

    /** SHA-256 of the canonical key object, in hexadecimal. */
    public String id() {
        return Digest.sha256(CanonicalJson.of(toJson()));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", ED25519).put("scheme", ED25519);
        json.putObject("keyval").put("public", hex);
        return json;
    }

    /** False for any signature that is not this key's over these bytes, a malformed one too. */
    boolean verifies(byte[] bytes, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
            System.arraycopy(HexFormat.of().parseHex(hex), 0, encoded, PREFIX.length, LENGTH);
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }
}
