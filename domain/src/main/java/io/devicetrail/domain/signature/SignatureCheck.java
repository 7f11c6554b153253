package io.devicetrail.domain.signature;

import io.devicetrail.domain.person.PersonId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Checks signatures against the events of a whole log, as the ledger gives them to anybody (21 CFR 11.70): that each is
 * of the record, version, person and meaning that it says, given once, in a session of the signer, by the components that
 * it took. Pure: the same events give the same findings anywhere.
 *
 * <p>It shows that nothing was moved, copied, or changed piece by piece. Who can write a log from scratch can write one
 * that agrees with itself; that it is the log there always was is for the ledger to show.
 */
public final class SignatureCheck {
    private static final String SIGNED = "signature.RecordSigned";
    private static final String TENANT = "tenant";
    private static final String PERSON = "person";
    private static final String SESSION = "session";

    /** What was found of a signature. */
    public enum Finding {
        /** It holds, and the record is what was signed. */
        GOOD,
        /** It holds for what the record was then; something happened to the record since. */
        CHANGED_SINCE,
        /** There is no signature at that place. */
        NO_SIGNATURE,
        /** It does not read as one. */
        MALFORMED,
        /** It does not stand under its own name: record, hash, person or meaning are not those it was given for. */
        NOT_ITS_NAME,
        /** It was there before: a copy, or a replay. */
        REPEATED,
        /** Who is said to have signed is not who sent it, or not called so. */
        NOT_THE_SIGNER,
        /** The signer was not signed in, in that session, at that time. */
        NOT_SIGNED_IN,
        /** Fewer components than it takes. */
        PROOF_MISSING,
        /** There was no such record then, or it is another tenant's. */
        NO_RECORD,
        /** The record's events are not those that were signed. */
        HASH_DIFFERS
    }

    private final StoredJson json;
    private final Map<Long, Finding> findings = new TreeMap<>();

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> openSessions = new HashMap<>();
    private final Set<String> usedSessions = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    /** @param log the events that there are, in any order */
    public SignatureCheck(List<StoredEntry> log, StoredJson json) {
        this.json = json;
        List<StoredEntry> ordered = log.stream()
                .sorted(Comparator.comparingLong(StoredEntry::index))
                .toList();
        for (StoredEntry entry : ordered) {
            switch (entry.name()) {
                case "person.PersonRegistered" -> names.put(text(entry, PERSON), text(entry, "printedName"));
                case "account.SignedIn" -> openSessions.put(text(entry, SESSION), text(entry, PERSON));
                case "account.SignedOut" -> openSessions.remove(text(entry, SESSION));
                case SIGNED -> findings.put(entry.index(), checked(entry, ordered));
                default -> {}
            }
        }
    }

    /** Of every signature, by log index. */
    public Map<Long, Finding> findings() {
        return Map.copyOf(findings);
    }

    public Finding of(long index) {
        return findings.getOrDefault(index, Finding.NO_SIGNATURE);
    }

    private Finding checked(StoredEntry entry, List<StoredEntry> log) {
        try {
            return checked(entry, json.read(entry.payload()), json.read(entry.metadata()), log);
        } catch (RuntimeException unreadable) {
            return Finding.MALFORMED;
        }
    }

    private Finding checked(
            StoredEntry entry, Map<String, Object> signature, Map<String, Object> metadata, List<StoredEntry> log) {
        Map<?, ?> named = (Map<?, ?>) value(signature, "record");
        SignableRecord record = SignableRecord.of(
                SignableKind.valueOf(String.valueOf(named.get("kind"))), String.valueOf(named.get("id")));
        String person = String.valueOf(value(signature, PERSON));
        String hash = String.valueOf(value(signature, "hash"));
        SignatureMeaning meaning = SignatureMeaning.valueOf(String.valueOf(value(signature, "meaning")));
        String id = SignatureId.of(record, hash, new PersonId(UUID.fromString(person)), meaning)
                .toString();
        if (!id.equals(value(signature, "signature")) || !id.equals(entry.stream())) {
            return Finding.NOT_ITS_NAME;
        }
        if (!seen.add(id)) {
            return Finding.REPEATED;
        }
        if (!isTheSigner(person, String.valueOf(value(signature, "printedName")), metadata)) {
            return Finding.NOT_THE_SIGNER;
        }
        String session = String.valueOf(value(signature, SESSION));
        if (!person.equals(openSessions.get(session))) {
            return Finding.NOT_SIGNED_IN;
        }
        List<?> components = (List<?>) value(signature, "components");
        boolean first = usedSessions.add(session);
        if (!components.contains("pwd") || (first && !components.contains("otp"))) {
            return Finding.PROOF_MISSING;
        }
        return ofRecord(record, hash, ((Number) value(signature, "position")).longValue(), entry, metadata, log);
    }

    /** The name is the one that the person was registered with, and the act their own. */
    private boolean isTheSigner(String person, String printedName, Map<String, Object> metadata) {
        return printedName.equals(names.get(person))
                && person.equals(metadata.get("actorId"))
                && printedName.equals(metadata.get("actorName"))
                && "PERSON".equals(metadata.get("actorType"));
    }

    private Finding ofRecord(
            SignableRecord record,
            String hash,
            long position,
            StoredEntry signature,
            Map<String, Object> metadata,
            List<StoredEntry> log) {
        List<StoredEntry> events = CanonicalRecord.eventsOf(record, log, json);
        List<StoredEntry> signed =
                events.stream().filter(event -> event.index() <= position).toList();
        if (signed.isEmpty()
                || position >= signature.index()
                || !Objects.equals(
                        metadata.get(TENANT),
                        json.read(signed.get(0).metadata()).get(TENANT))) {
            return Finding.NO_RECORD;
        }
        if (signed.get(signed.size() - 1).index() != position
                || !CanonicalRecord.hash(record, signed, json).equals(hash)) {
            return Finding.HASH_DIFFERS;
        }
        return signed.size() == events.size() ? Finding.GOOD : Finding.CHANGED_SINCE;
    }

    /** Empty where it cannot be read: what somebody spoiled vouches for nobody, and stops no check of the rest. */
    private String text(StoredEntry entry, String name) {
        try {
            return String.valueOf(value(json.read(entry.payload()), name));
        } catch (IllegalArgumentException spoiled) {
            return "";
        }
    }

    private static Object value(Map<String, Object> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }
}
