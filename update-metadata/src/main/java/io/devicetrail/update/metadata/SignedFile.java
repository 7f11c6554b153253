package io.devicetrail.update.metadata;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One file of metadata as it is stored and sent: what is signed, and the signatures. It says nothing until
 * {@link #mustBeSignedBy} has passed.
 */
public final class SignedFile {
    /** Most signatures that are looked at: as many as an old and a new set of keys can have. */
    static final int MOST_SIGNATURES = 2 * RoleKeys.MOST_KEYS;

    private static final int SIGNATURE_BYTES = 64;

    private record Signed(String keyId, String hex) {}

    private final byte[] bytes;
    private final Fields content;
    private final List<Signed> signatures;

    private SignedFile(byte[] bytes, Fields content, List<Signed> signatures) {
        this.bytes = bytes;
        this.content = content;
        this.signatures = signatures;
    }

    public static SignedFile read(Role role, byte[] bytes) {
        Fields envelope = Fields.parse(bytes, role.text());
        List<Signed> signatures = new ArrayList<>();
        for (Fields each : envelope.objects("signatures")) {
            signatures.add(new Signed(each.text("keyid"), signature(each)));
        }
        if (signatures.size() > MOST_SIGNATURES) {
            throw envelope.malformed("has more than " + MOST_SIGNATURES + " signatures");
        }
        return new SignedFile(bytes.clone(), envelope.object("signed"), List.copyOf(signatures));
    }

    private static String signature(Fields fields) {
        return fields.hex("sig", SIGNATURE_BYTES);
    }

    /** @param sign gives the signature of a key over bytes */
    public static SignedFile sign(
            Role role,
            ObjectNode signed,
            List<VerificationKey> keys,
            BiFunction<VerificationKey, byte[], byte[]> sign) {
        byte[] canonical = CanonicalJson.of(signed);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        ArrayNode signatures = envelope.putArray("signatures");
        for (VerificationKey key : keys) {
            signatures
                    .addObject()
                    .put("keyid", key.id())
                    .put("sig", HexFormat.of().formatHex(sign.apply(key, canonical)));
        }
        envelope.set("signed", signed);
        return read(role, Fields.MAPPER.writeValueAsBytes(envelope));
    }

    /** @throws UpdateRefused {@link Refusal#TOO_FEW_SIGNATURES} unless as many different keys signed as have to */
    public SignedFile mustBeSignedBy(RoleKeys keys) {
        byte[] canonical = CanonicalJson.of(content.node());
        long signed =
                keys.keys().stream().filter(key -> isSignedBy(key, canonical)).count();
        if (signed < keys.threshold()) {
            throw new UpdateRefused(
                    Refusal.TOO_FEW_SIGNATURES,
                    content.of() + " is signed by " + signed + " keys of its role, " + keys.threshold() + " have to");
        }
        return this;
    }

    private boolean isSignedBy(VerificationKey key, byte[] canonical) {
        String id = key.id();
        return signatures.stream()
                .anyMatch(each -> each.keyId().equals(id)
                        && key.verifies(canonical, HexFormat.of().parseHex(each.hex())));
    }

    Fields content() {
        return content;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public JsonNode signed() {
        return content.node();
    }
}
