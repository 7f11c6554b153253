package io.devicetrail.domain.signature;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds a signature's fields together with who gave it, in which role, where and why: the signature's name binds only
 * record, hash, person and meaning (21 CFR 11.70). The time of recording is not in it, as the log gives it later.
 */
public final class SignatureSeal {
    private static final String SEAL = "seal";

    /** Of the metadata, where they are there; what the signature's event inherits from the command. */
    private static final List<String> PROVENANCE = List.of(
            Metadata.TENANT,
            Metadata.SITE,
            Metadata.ACTOR_TYPE,
            Metadata.ACTOR_ID,
            Metadata.ACTOR_NAME,
            Metadata.ACTOR_ROLE,
            Metadata.AUTHENTICATION,
            Metadata.ADDRESS,
            Metadata.CLIENT,
            Metadata.REASON,
            Metadata.REASON_CODE);

    private SignatureSeal() {}

    /** The same with its seal. */
    public static RecordSigned seal(RecordSigned e, Map<String, ?> metadata, StoredJson json) {
        return new RecordSigned(
                e.signature(),
                e.record(),
                e.position(),
                e.hash(),
                e.person(),
                e.printedName(),
                e.meaning(),
                e.zone(),
                e.offset(),
                e.session(),
                e.components(),
                e.form(),
                of(fieldsOf(e), metadata, json));
    }

    /**
     * SHA-256 in hexadecimal of the RFC 8785 form of {@code {"by": …, "signature": …}}.
     *
     * @param payload as stored; a seal in it is left out
     */
    static String of(Map<String, ?> payload, Map<String, ?> metadata, StoredJson json) {
        Map<String, Object> signature = new LinkedHashMap<>(payload);
        signature.remove(SEAL);
        Map<String, Object> by = new LinkedHashMap<>();
        for (String name : PROVENANCE) {
            Object value = metadata.get(name);
            if (value != null) {
                by.put(name, value);
            }
        }
        String text = JsonText.of(Map.of("by", by, "signature", signature));
        return CanonicalRecord.sha256(json.canonical(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As they are stored. A signature whose stored fields were others would not fit its own seal. */
    private static Map<String, Object> fieldsOf(RecordSigned e) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("signature", e.signature());
        fields.put(
                "record",
                Map.of("kind", e.record().kind().name(), "id", e.record().id()));
        fields.put("position", e.position());
        fields.put("hash", e.hash());
        fields.put("person", e.person());
        fields.put("printedName", e.printedName());
        fields.put("meaning", e.meaning().name());
        fields.put("zone", e.zone());
        fields.put("offset", e.offset());
        fields.put("session", e.session());
        fields.put("components", e.components());
        fields.put("form", e.form());
        return fields;
    }
}
