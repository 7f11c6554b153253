package io.devicetrail.domain.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures against the events of a whole log, as the ledger gives them to anybody (21 CFR 11.70): that each is
 * of the record, version, person and meaning that it says, given once, in a session of the signer, in a role that may, by
 * the components that it took, and that none of the log is missing. Pure: the same events give the same findings anywhere.
 *
 * <p>What it shows, and what the ledger alone does, is in docs/signatures.md: who can write to the log can write a
 * signature that agrees with it.
 */
public final class SignatureCheck {
    /** Most gaps that are told one by one. */
    public static final int MOST_GAPS = 100;

    /** Longest way of a signature into the log: the offset told with it may be that of before. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private static final int FIRST_REVISION = 1;

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
        /** It, or what is said of who gave it, in which role, where and why, is not what was sealed. */
        SEAL_BROKEN,
        /** The zone has another offset at the time of recording. */
        NOT_ITS_OFFSET,
        /** The role in force does not sign, or not with this meaning. */
        NOT_THEIR_MEANING,
        /** The signer was not signed in, in that session, at that time. */
        NOT_SIGNED_IN,
        /** Fewer components than it takes. */
        PROOF_MISSING,
        /** There was no such record then, or it is another tenant's. */
        NO_RECORD,
        /** The record's events are not those that were signed, or not as they were. */
        HASH_DIFFERS,
        /** Who made the record, in whole or in part, approved or released it. */
        OWN_RECORD;

        /** Whether the signature is what its signer gave. */
        public boolean holds() {
            return this == GOOD || this == CHANGED_SINCE;
        }
    }

    /** A signature that holds, until something happens to its record. */
    private record Held(SignableRecord record, long position) {}

    private final StoredJson json;
    private final SignatureSurvey survey;
    private final SignersInLog signers;
    private final Map<Long, Finding> findings = new TreeMap<>();
    private final Map<Long, Held> held = new HashMap<>();
    private final Map<SignableRecord, List<StoredEntry>> events = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final LogGaps gaps;

    /**
     * To be told a log event by event, in order of the index.
     *
     * @param survey of the same log
     * @param first index that the log begins with
     */
    public SignatureCheck(SignatureSurvey survey, long first, StoredJson json) {
        this.json = json;
        this.survey = survey;
        this.signers = new SignersInLog(survey, json);
        this.gaps = new LogGaps(first);
    }

    /**
     * @param log the events that there are, in any order
     * @param first index that it begins with
     * @param last index that it ends with
     */
    public static SignatureCheck of(List<StoredEntry> log, long first, long last, StoredJson json) {
        SignatureSurvey survey = new SignatureSurvey(json);
        log.forEach(survey::read);
        SignatureCheck check = new SignatureCheck(survey, first, json);
        log.stream().sorted(Comparator.comparingLong(StoredEntry::index)).forEach(check::read);
        check.end(last);
        return check;
    }

    public void read(StoredEntry entry) {
        gaps.read(entry.index());
        signers.read(entry);
        for (SignableRecord record : survey.recordsWith(entry)) {
            events.computeIfAbsent(record, its -> new ArrayList<>()).add(entry);
        }
        if (entry.name().equals(SignatureSurvey.SIGNED)) {
            findings.put(entry.index(), checked(entry));
        }
    }

    /** @param last index of the log */
    public void end(long last) {
        gaps.until(last);
    }

    /** Where events are missing: a signature, or what it stands on, may have been there. At most {@link #MOST_GAPS}. */
    public List<LogGap> missing() {
        return gaps.found();
    }

    /** Of every signature, by log index. */
    public Map<Long, Finding> findings() {
        Map<Long, Finding> all = new TreeMap<>();
        findings.keySet().forEach(index -> all.put(index, of(index)));
        return all;
    }

    public Finding of(long index) {
        Held holding = held.get(index);
        if (holding != null) {
            List<StoredEntry> its = events.getOrDefault(holding.record(), List.of());
            return its.get(its.size() - 1).index() == holding.position() ? Finding.GOOD : Finding.CHANGED_SINCE;
        }
        return findings.getOrDefault(index, Finding.NO_SIGNATURE);
    }

    private Finding checked(StoredEntry entry) {
        try {
            return checked(entry, json.read(entry.payload()), json.read(entry.metadata()));
        } catch (RuntimeException unreadable) {
            return Finding.MALFORMED;
        }
    }

    private Finding checked(StoredEntry entry, Map<String, Object> signature, Map<String, Object> metadata) {
        SignableRecord record = SignatureSurvey.recordOf(signature);
        String person = text(signature, "person");
        String hash = text(signature, "hash");
        SignatureMeaning meaning = SignatureMeaning.valueOf(text(signature, "meaning"));
        String id = SignatureId.of(record, hash, new PersonId(UUID.fromString(person)), meaning)
                .toString();
        if (!id.equals(signature.get("signature")) || !id.equals(entry.stream())) {
            return Finding.NOT_ITS_NAME;
        }
        if (!seen.add(id)) {
            return Finding.REPEATED;
        }
        if (!isTheSigner(person, text(signature, "printedName"), metadata)) {
            return Finding.NOT_THE_SIGNER;
        }
        boolean first = entry.revision() == FIRST_REVISION;
        if (!first && !SignatureSeal.of(signature, metadata, json).equals(signature.get("seal"))) {
            return Finding.SEAL_BROKEN;
        }
        if (!isItsOffset(text(signature, "zone"), text(signature, "offset"), text(metadata, Metadata.RECORDED_AT))) {
            return Finding.NOT_ITS_OFFSET;
        }
        if (!signers.mayGive(meaning, person, metadata.get(Metadata.TENANT), metadata.get(Metadata.ACTOR_ROLE))) {
            return Finding.NOT_THEIR_MEANING;
        }
        String session = text(signature, "session");
        if (!signers.isSignedIn(person, session)) {
            return Finding.NOT_SIGNED_IN;
        }
        if (!signers.proved(session, (List<?>) value(signature, "components"))) {
            return Finding.PROOF_MISSING;
        }
        int form = first ? CanonicalRecord.FIRST_FORM : (Integer) value(signature, "form");
        Held holding = new Held(record, ((Number) value(signature, "position")).longValue());
        Finding finding = ofRecord(holding, form, hash, entry, metadata.get(Metadata.TENANT));
        if (finding != Finding.GOOD) {
            return finding;
        }
        if (!first && meaning.judges() && isMadeBy(person, holding)) {
            return Finding.OWN_RECORD;
        }
        held.put(entry.index(), holding);
        return Finding.GOOD;
    }

    /** The name is the one that the person was registered with, and the act their own. */
    private boolean isTheSigner(String person, String printedName, Map<String, Object> metadata) {
        return signers.isCalled(person, printedName)
                && person.equals(metadata.get(Metadata.ACTOR_ID))
                && printedName.equals(metadata.get(Metadata.ACTOR_NAME))
                && "PERSON".equals(metadata.get(Metadata.ACTOR_TYPE));
    }

    private static boolean isItsOffset(String zone, String offset, String recordedAt) {
        ZoneRules rules = ZoneId.of(zone).getRules();
        ZoneOffset told = ZoneOffset.of(offset);
        Instant at = Instant.parse(recordedAt);
        return rules.getOffset(at).equals(told)
                || rules.getOffset(at.minus(ON_ITS_WAY)).equals(told);
    }

    private Finding ofRecord(Held holding, int form, String hash, StoredEntry signature, @Nullable Object tenant) {
        List<StoredEntry> signed = events.getOrDefault(holding.record(), List.of()).stream()
                .filter(event -> event.index() <= holding.position())
                .toList();
        if (signed.isEmpty()
                || holding.position() >= signature.index()
                || !Objects.equals(tenant, json.read(signed.get(0).metadata()).get(Metadata.TENANT))) {
            return Finding.NO_RECORD;
        }
        if (signed.get(signed.size() - 1).index() != holding.position()
                || !CanonicalRecord.hash(form, holding.record(), signed, json).equals(hash)) {
            return Finding.HASH_DIFFERS;
        }
        return Finding.GOOD;
    }

    private boolean isMadeBy(String person, Held holding) {
        return events.getOrDefault(holding.record(), List.of()).stream()
                .filter(event -> event.index() <= holding.position())
                .anyMatch(event -> person.equals(json.read(event.metadata()).get(Metadata.ACTOR_ID)));
    }

    private static String text(Map<String, Object> json, String name) {
        return String.valueOf(value(json, name));
    }

    private static Object value(Map<String, Object> json, String name) {
        Object value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }
}
