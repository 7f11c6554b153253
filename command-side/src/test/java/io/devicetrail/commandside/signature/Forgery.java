package io.devicetrail.commandside.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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
            1,
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
    RECORDS_EVENT_OF_ANOTHER_REVISION((forged, random) -> forged.recordOfRevision(2 + random.nextInt(5)));

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

    private static Map<String, Object> id(SignableRecord record) {
        return Map.of("kind", record.kind().name(), "id", record.id());
    }

    private static String uuid(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /**
     * A log that was tampered with.
     *
     * @param index of the signature that must not be good any more
     */
    record Forged(List<StoredEntry> log, long index) {
        StoredEntry signature() {
            return at(index);
        }

        Object field(String name) {
            return Objects.requireNonNull(
                    Records.JSON.read(signature().payload()).get(name));
        }

        Forged payload(String name, Object value) {
            StoredEntry entry = signature();
            Map<String, Object> payload = new HashMap<>(Records.JSON.read(entry.payload()));
            payload.put(name, value);
            return with(
                    new StoredEntry(index, entry.stream(), entry.name(), 1, Records.bytes(payload), entry.metadata()));
        }

        Forged inStream(String stream) {
            StoredEntry entry = signature();
            return with(new StoredEntry(index, stream, entry.name(), 1, entry.payload(), entry.metadata()));
        }

        Forged metadata(String name, Object value) {
            StoredEntry entry = signature();
            Map<String, Object> metadata = new HashMap<>(Records.JSON.read(entry.metadata()));
            metadata.put(name, value);
            return with(
                    new StoredEntry(index, entry.stream(), entry.name(), 1, entry.payload(), Records.bytes(metadata)));
        }

        Forged appended(StoredEntry entry) {
            List<StoredEntry> longer = new ArrayList<>(log);
            long end = log.size();
            longer.add(new StoredEntry(
                    end, entry.stream(), entry.name(), entry.revision(), entry.payload(), entry.metadata()));
            return new Forged(longer, end);
        }

        Forged without(Predicate<StoredEntry> gone) {
            return new Forged(log.stream().filter(gone.negate()).toList(), index);
        }

        /** Of the one event that the signed record is made of. */
        long recordsIndex() {
            return ((Number) field("position")).longValue();
        }

        Forged recordsPayload(UnaryOperator<byte[]> change) {
            StoredEntry entry = at(recordsIndex());
            return with(new StoredEntry(
                    entry.index(),
                    entry.stream(),
                    entry.name(),
                    entry.revision(),
                    change.apply(entry.payload()),
                    entry.metadata()));
        }

        Forged recordAt(long place) {
            StoredEntry entry = at(recordsIndex());
            Forged without = without(other -> other.index() == entry.index());
            List<StoredEntry> moved = new ArrayList<>(without.log);
            moved.add(new StoredEntry(
                    place, entry.stream(), entry.name(), entry.revision(), entry.payload(), entry.metadata()));
            return new Forged(moved, index);
        }

        Forged recordOfRevision(int revision) {
            StoredEntry entry = at(recordsIndex());
            return with(new StoredEntry(
                    entry.index(), entry.stream(), entry.name(), revision, entry.payload(), entry.metadata()));
        }

        SignableRecord otherRecord(RandomGenerator random) {
            List<SignableRecord> others = Records.ALL.stream()
                    .filter(record -> !id(record).equals(field("record")))
                    .toList();
            return others.get(random.nextInt(others.size()));
        }

        SignatureMeaning otherMeaning(RandomGenerator random) {
            int now = SignatureMeaning.valueOf(String.valueOf(field("meaning"))).ordinal();
            SignatureMeaning[] all = SignatureMeaning.values();
            return all[(now + 1 + random.nextInt(all.length - 1)) % all.length];
        }

        PersonId other() {
            return Records.ADA.toString().equals(field("person")) ? Records.BEN : Records.ADA;
        }

        String othersSession() {
            return other().equals(Records.BEN) ? Records.BENS_SESSION : Records.ADAS_SESSION;
        }

        private StoredEntry at(long place) {
            return log.stream()
                    .filter(entry -> entry.index() == place)
                    .findFirst()
                    .orElseThrow();
        }

        private Forged with(StoredEntry changed) {
            return new Forged(
                    log.stream()
                            .map(entry -> entry.index() == changed.index() ? changed : entry)
                            .toList(),
                    index);
        }
    }
}
