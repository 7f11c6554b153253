package io.devicetrail.domain.signature;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/**
 * A signature, named after all that it binds: the log's own uniqueness makes it impossible to give the same one twice,
 * and one that was moved to another record, hash, person or meaning does not fit its own name (21 CFR 11.70).
 */
public record SignatureId(@JsonValue UUID value) {
    public static SignatureId of(SignableRecord record, String hash, PersonId person, SignatureMeaning meaning) {
        return new SignatureId(
                NamedId.of("signature", record.kind().name(), record.id(), hash, person.toString(), meaning.name()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
