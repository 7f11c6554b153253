package io.devicetrail.domain.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first reading of a log, before {@link SignatureCheck}: which records, sessions and people its signatures name. The
 * second reading then keeps what belongs to these, and nothing else of a log that may be long.
 */
public final class SignatureSurvey {
    static final String SIGNED = "signature.RecordSigned";

    private final StoredJson json;
    private final Map<String, Set<SignableRecord>> records = new HashMap<>();
    private final Set<String> sessions = new HashSet<>();

    public SignatureSurvey(StoredJson json) {
        this.json = json;
    }

    /** One event; in any order. What cannot be read as a signature is for the check to tell. */
    public void read(StoredEntry entry) {
        if (!entry.name().equals(SIGNED)) {
            return;
        }
        try {
            Map<String, Object> signature = json.read(entry.payload());
            sessions.add(String.valueOf(signature.get("session")));
            SignableRecord record = recordOf(signature);
            records.computeIfAbsent(record.stream(), stream -> new HashSet<>()).add(record);
        } catch (RuntimeException unreadable) {
            return;
        }
    }

    /** @throws RuntimeException if it names none */
    static SignableRecord recordOf(Map<String, Object> signature) {
        if (signature.get("record") instanceof Map<?, ?> named) {
            return SignableRecord.of(
                    SignableKind.valueOf(String.valueOf(named.get("kind"))), String.valueOf(named.get("id")));
        }
        throw new IllegalArgumentException("no record");
    }

    boolean names(String session) {
        return sessions.contains(session);
    }

    /** Those signed records that the event belongs to. */
    List<SignableRecord> recordsWith(StoredEntry entry) {
        List<SignableRecord> found = new ArrayList<>();
        Set<SignableRecord> there = records.getOrDefault(entry.stream(), Set.of());
        if (there.stream().noneMatch(record -> record.kind().mayHold(entry.name()))) {
            return found;
        }
        Map<String, Object> payload;
        try {
            payload = json.read(entry.payload());
        } catch (IllegalArgumentException spoiled) {
            return found;
        }
        for (SignableRecord record : there) {
            if (record.kind().holds(record.id(), entry.name(), payload)) {
                found.add(record);
            }
        }
        return found;
    }
}
