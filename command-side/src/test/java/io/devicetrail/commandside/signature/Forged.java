package io.devicetrail.commandside.signature;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.StoredEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A log that was tampered with.
 *
 * @param index of the signature that must not be good any more
 */
record Forged(List<StoredEntry> log, long index) {
    StoredEntry signature() {
        return at(index);
    }

    /** Of an approval, as only those judge: its record becomes the signer's own. */
    Forged approvedByItsMaker(RandomGenerator random) {
        List<Long> approvals = log.stream()
                .filter(entry -> entry.name().equals("signature.RecordSigned")
                        && "APPROVAL".equals(Records.JSON.read(entry.payload()).get("meaning")))
                .map(StoredEntry::index)
                .toList();
        Forged approval = new Forged(log, approvals.get(random.nextInt(approvals.size())));
        StoredEntry entry = approval.at(approval.recordsIndex());
        Map<String, Object> metadata = new HashMap<>(Records.JSON.read(entry.metadata()));
        metadata.put("actorId", approval.field("person"));
        return approval.with(new StoredEntry(
                entry.index(),
                entry.stream(),
                entry.name(),
                entry.revision(),
                entry.payload(),
                Records.bytes(metadata)));
    }

    Object field(String name) {
        return Objects.requireNonNull(Records.JSON.read(signature().payload()).get(name));
    }

    Forged payload(String name, Object value) {
        StoredEntry entry = signature();
        Map<String, Object> payload = new HashMap<>(Records.JSON.read(entry.payload()));
        payload.put(name, value);
        return with(new StoredEntry(
                index, entry.stream(), entry.name(), entry.revision(), Records.bytes(payload), entry.metadata()));
    }

    Forged inStream(String stream) {
        StoredEntry entry = signature();
        return with(new StoredEntry(index, stream, entry.name(), entry.revision(), entry.payload(), entry.metadata()));
    }

    Forged metadata(String name, Object value) {
        StoredEntry entry = signature();
        Map<String, Object> metadata = new HashMap<>(Records.JSON.read(entry.metadata()));
        metadata.put(name, value);
        return with(new StoredEntry(
                index, entry.stream(), entry.name(), entry.revision(), entry.payload(), Records.bytes(metadata)));
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

    Forged recordsMetadata(String name, Object value) {
        StoredEntry entry = at(recordsIndex());
        Map<String, Object> metadata = new HashMap<>(Records.JSON.read(entry.metadata()));
        metadata.put(name, value);
        return with(new StoredEntry(
                entry.index(),
                entry.stream(),
                entry.name(),
                entry.revision(),
                entry.payload(),
                Records.bytes(metadata)));
    }

    /** As it would have been stored before there were seals. */
    Forged ofFirstRevision() {
        StoredEntry entry = signature();
        Map<String, Object> payload = new HashMap<>(Records.JSON.read(entry.payload()));
        payload.remove("form");
        payload.remove("seal");
        return with(new StoredEntry(index, entry.stream(), entry.name(), 1, Records.bytes(payload), entry.metadata()));
    }

    Forged recordAt(long place) {
        StoredEntry entry = at(recordsIndex());
        Forged without = without(other -> other.index() == entry.index());
        List<StoredEntry> moved = new ArrayList<>(without.log);
        moved.add(new StoredEntry(
                place, entry.stream(), entry.name(), entry.revision(), entry.payload(), entry.metadata()));
        return new Forged(moved, index);
    }

    Forged recordOfLaterRevision(int by) {
        StoredEntry entry = at(recordsIndex());
        return with(new StoredEntry(
                entry.index(), entry.stream(), entry.name(), entry.revision() + by, entry.payload(), entry.metadata()));
    }

    SignableRecord otherRecord(RandomGenerator random) {
        List<SignableRecord> others = Records.ALL.stream()
                .filter(record -> !Forgery.id(record).equals(field("record")))
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
        return log.stream().filter(entry -> entry.index() == place).findFirst().orElseThrow();
    }

    private Forged with(StoredEntry changed) {
        return new Forged(
                log.stream()
                        .map(entry -> entry.index() == changed.index() ? changed : entry)
                        .toList(),
                index);
    }
}
