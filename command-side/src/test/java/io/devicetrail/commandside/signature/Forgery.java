package io.devicetrail.commandside.signature;

import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** What somebody could do to stored events who can write them. Each is another way; none recomputes the whole log. */
enum Forgery {
    RECORD_MOVED((forged, random) -> forged.payload("record", id(forged.otherRecord(random)))),
    RECORD_MOVED_WITH_ITS_HASH((forged, random) -> {
        SignableRecord other = forged.otherRecord(random);
        return forged.payload("record", id(other))
                .payload("hash", Records.signed().hash(other));
    }),
    COPIED((forged, random) -> forged.appended(forged.signature())),
    COPIED_TO_ANOTHER_STREAM((forged, random) -> forged.appended(new StoredEntry(
            0,
            uuid(random),
            forged.signature().name(),
            forged.signature().revision(),
            forged.signature().payload(),
            forged.signature().metadata()))),
    REPLAYED_IN_ANOTHER_SESSION((forged, random) -> {
        StoredEntry again = forged.payload("session", uuid(random)).signature();
        return new Forged(Records.signed().entries(), forged.index()).appended(again);
    }),
    NAMED_OTHERWISE((forged, random) -> forged.payload("signature", uuid(random))),
    MOVED_TO_ANOTHER_STREAM((forged, random) -> forged.inStream(uuid(random))),
    REMOVED((forged, random) -> forged.without(entry -> entry.index() == forged.index())),
    PUT_IN_ANOTHERS_NAME(
            (forged, random) -> forged.payload("person", forged.other().toString())),
    SENT_BY_ANOTHER(
            (forged, random) -> forged.metadata("actorId", forged.other().toString())),
    SENT_BY_A_PROCESS((forged, random) -> forged.metadata("actorType", "PROCESS")),
    PRINTED_OTHERWISE((forged, random) -> forged.payload("printedName", "Eve " + random.nextInt(1000))),
    ANOTHER_MEANING((forged, random) ->
            forged.payload("meaning", forged.otherMeaning(random).name())),
    ANOTHER_HASH((forged, random) -> {
        char[] hash = String.valueOf(forged.field("hash")).toCharArray();
        int at = random.nextInt(hash.length);
        hash[at] = hash[at] == '0' ? '1' : '0';
        return forged.payload("hash", new String(hash));
    }),
    ANOTHER_POSITION((forged, random) ->
            forged.payload("position", ((Number) forged.field("position")).longValue() + 1 + random.nextInt(50))),
    ANOTHER_SESSION((forged, random) ->
            forged.payload("session", random.nextBoolean() ? uuid(random) : forged.othersSession())),
    NEVER_SIGNED_IN((forged, random) -> forged.without(entry -> entry.name().equals("account.SignedIn")
            && forged.field("session").equals(Records.JSON.read(entry.payload()).get("session")))),
    FEWER_COMPONENTS(
            (forged, random) -> forged.payload("components", random.nextBoolean() ? List.of("otp") : List.of())),
    MORE_COMPONENTS((forged, random) -> forged.payload("components", List.of("pwd", "otp", "fpt"))),
    ANOTHER_ZONE((forged, random) -> forged.payload("zone", "Europe/Berlin")),
    ANOTHER_OFFSET((forged, random) -> forged.payload("offset", "+0" + (2 + random.nextInt(8)) + ":00")),
    FORM_DENIED((forged, random) -> forged.payload("form", 1)),
    SEAL_DENIED((forged, random) -> forged.payload("seal", "")),
    MADE_ONE_OF_BEFORE((forged, random) -> forged.ofFirstRevision()),
    ADDED_TO((forged, random) -> forged.payload("added", random.nextInt())),
    ANOTHER_REASON((forged, random) -> forged.metadata("reason", "another " + random.nextInt(10))),
    ANOTHER_ROLE((forged, random) -> forged.metadata("actorRole", "integrator")),
    ANOTHER_ADDRESS((forged, random) -> forged.metadata("address", "10.9.9." + random.nextInt(200))),
    ANOTHER_CLIENT((forged, random) -> forged.metadata("client", "another")),
    ANOTHER_AUTHENTICATION((forged, random) -> forged.metadata("authentication", "pwd")),
    PUT_AT_A_SITE((forged, random) -> forged.metadata("site", uuid(random))),
    RECORDED_IN_SUMMER((forged, random) -> forged.metadata("recordedAt", "2026-07-20T10:00:00.000000Z")),
    RECORDS_ACTOR_CHANGED((forged, random) -> forged.recordsMetadata("actorId", uuid(random))),
    RECORDS_ACTORS_NAME_CHANGED((forged, random) -> forged.recordsMetadata("actorName", "Eve")),
    RECORDS_ACTOR_MADE_A_PROCESS((forged, random) -> forged.recordsMetadata("actorType", "PROCESS")),
    RECORDS_ROLE_CHANGED((forged, random) -> forged.recordsMetadata("actorRole", "integrator")),
    RECORDS_TIME_CHANGED((forged, random) -> forged.recordsMetadata("recordedAt", "2026-11-20T09:59:59.000000Z")),
    RECORDS_REASON_CHANGED((forged, random) -> forged.recordsMetadata("reason", "another")),
    RECORDS_REASON_CODE_ADDED((forged, random) -> forged.recordsMetadata("reasonCode", "TYPING_ERROR")),
    RECORDS_SITE_CHANGED((forged, random) -> forged.recordsMetadata("site", uuid(random))),
    ANOTHER_TENANT((forged, random) -> forged.metadata("tenant", "rival" + random.nextInt(10))),
    RECORD_CHANGED((forged, random) -> forged.recordsPayload(payload -> {
        Map<String, Object> changed = new HashMap<>(Records.JSON.read(payload));
        changed.put("added" + random.nextInt(100), random.nextInt());
        return Records.bytes(changed);
    })),
    RECORD_WRITTEN_OTHERWISE((forged, random) -> forged.recordsPayload(payload -> {
        String text = new String(payload, StandardCharsets.UTF_8);
        return (text.substring(0, 1) + " ".repeat(1 + random.nextInt(9)) + text.substring(1))
                .getBytes(StandardCharsets.UTF_8);
    })),
    RECORDS_DIGITS_CHANGED_BEYOND_DOUBLES((forged, random) -> forged.recordsPayload(payload -> {
        String text = new String(payload, StandardCharsets.UTF_8);
        String changed = text.replace("9007199254740993", "9007199254740992");
        return (changed.equals(text) ? text.replace("acme", "acmf") : changed).getBytes(StandardCharsets.UTF_8);
    })),
    RECORD_REMOVED((forged, random) -> forged.without(entry -> entry.index() == forged.recordsIndex())),
    RECORD_MOVED_IN_THE_LOG((forged, random) -> forged.recordAt(1_000 + random.nextInt(1_000))),
    RECORDS_EVENT_OF_ANOTHER_REVISION((forged, random) -> forged.recordOfLaterRevision(1 + random.nextInt(5))),
    /** What no hash shows: who made the record is in the metadata. */
    RECORD_MADE_BY_ITS_APPROVER((forged, random) -> forged.approvedByItsMaker(random));

    private final BiFunction<Forged, RandomGenerator, Forged> deed;

    Forgery(BiFunction<Forged, RandomGenerator, Forged> deed) {
        this.deed = deed;
    }

    Forged done(List<StoredEntry> log, RandomGenerator random) {
        List<StoredEntry> signatures = log.stream()
                .filter(entry -> entry.name().equals("signature.RecordSigned"))
                .toList();
        long index = signatures.get(random.nextInt(signatures.size())).index();
        return deed.apply(new Forged(new ArrayList<>(log), index), random);
    }

    static Map<String, Object> id(SignableRecord record) {
        return Map.of("kind", record.kind().name(), "id", record.id());
    }

    private static String uuid(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
