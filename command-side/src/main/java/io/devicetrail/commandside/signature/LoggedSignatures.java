package io.devicetrail.commandside.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.SignatureLookup;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads the one event of a signature. Its id is its name: record, hash, person and meaning are those it was given for. */
@Component
class LoggedSignatures implements SignatureLookup {
    private static final String SIGNED = "signature.RecordSigned";

    private final StoredStreams streams;
    private final StoredJson json;

    LoggedSignatures(StoredStreams streams, StoredJson json) {
        this.streams = streams;
        this.json = json;
    }

    @Override
    public Optional<GivenSignature> logged(SignableRecord record, SignatureId signature) {
        return streams.stored(signature.toString(), StoredStreams.BEGINNING).stream()
                .filter(entry -> entry.name().equals(SIGNED))
                .findFirst()
                .map(entry -> read(signature, entry))
                .filter(given ->
                        signature.equals(SignatureId.of(record, given.hash(), given.person(), given.meaning())));
    }

    private GivenSignature read(SignatureId signature, StoredEntry entry) {
        Map<String, Object> payload = json.read(entry.payload());
        Object role = json.read(entry.metadata()).get(Metadata.ACTOR_ROLE);
        return new GivenSignature(
                signature,
                new PersonId(UUID.fromString(String.valueOf(payload.get("person")))),
                SignatureMeaning.valueOf(String.valueOf(payload.get("meaning"))),
                role == null ? "" : role.toString(),
                String.valueOf(payload.get("hash")),
                Long.parseLong(String.valueOf(payload.get("position"))),
                entry.index());
    }
}
