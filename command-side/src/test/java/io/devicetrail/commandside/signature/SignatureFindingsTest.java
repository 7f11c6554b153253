package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.LogGap;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.signature.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the check finds of signatures that were sealed as they are, by somebody who should not have. */
@Requirement("11.70")
class SignatureFindingsTest {
    private final Records log = Records.unsigned();

    @ParameterizedTest
    @CsvSource({
        "quality-approver, APPROVAL, GOOD",
        "operator, AUTHORSHIP, GOOD",
        "operator, APPROVAL, NOT_THEIR_MEANING",
        "quality-approver, AUTHORSHIP, NOT_THEIR_MEANING",
        "auditor, APPROVAL, NOT_THEIR_MEANING",
        "integrator, AUTHORSHIP, NOT_THEIR_MEANING",
        "head-of-quality, APPROVAL, GOOD",
        "head-of-quality, AUTHORSHIP, NOT_THEIR_MEANING",
        "of-unknown-duty, AUTHORSHIP, GOOD"
    })
    void theRoleInForceGivesTheMeaning(String role, SignatureMeaning meaning, Finding finding) {
        log.append(
                ADA.toString(),
                new RoleGranted(ADA, Records.ACME, null, "head-of-quality", Duty.QUALITY, "TR 1"),
                Records.meta("acme", Records.BEN, "Ben B."));
        assertThat(signed(meaning, "Europe/Zurich", "+01:00", Map.of("actorRole", role)))
                .isEqualTo(finding);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Zurich, +01:00, 2026-11-20T10:00:00.000000Z, GOOD",
        "UTC, +00:00, 2026-11-20T10:00:00.000000Z, GOOD",
        "Europe/Zurich, +02:00, 2026-11-20T10:00:00.000000Z, NOT_ITS_OFFSET",
        "Europe/Zurich, +02:00, 2026-07-20T10:00:00.000000Z, GOOD",
        "Europe/Zurich, +02:00, 2026-10-25T01:00:30.000000Z, GOOD",
        "Europe/Zurich, +02:00, 2026-10-25T01:01:30.000000Z, NOT_ITS_OFFSET",
        "Nowhere/Else, +01:00, 2026-11-20T10:00:00.000000Z, MALFORMED"
    })
    @Requirement("11.50(a)")
    void theOffsetIsThatOfTheZoneAtTheTime(String zone, String offset, String recordedAt, Finding finding) {
        assertThat(signed(SignatureMeaning.APPROVAL, zone, offset, Map.of("recordedAt", recordedAt)))
                .isEqualTo(finding);
    }

    /** What was signed before there were seals, over a record of the form that there was. */
    @Test
    void aSignatureOfTheFirstRevisionHolds() {
        String hash = "3a4bd5b3ea6c0a0ad4ae0bb8b5d3fdcb7b2bb6e7f6e4c8d3d7b9d5a0b8e5c1f2";
        assertThat(firstRevision(hash)).as("of another hash").isEqualTo(Finding.HASH_DIFFERS);
        assertThat(firstRevision(hashOfFirstForm(FIRST_VERSION))).isEqualTo(Finding.GOOD);
        assertThat(firstRevision(log.hash(FIRST_VERSION))).as("of a later form").isEqualTo(Finding.HASH_DIFFERS);
    }

    /** That nobody approves what they made came with the second revision: what was signed before stays signed. */
    @Test
    @Requirement("11.10(g)")
    void anApprovalOfTheFirstRevisionByWhoMadeTheRecordHolds() {
        String hash = hashOfFirstForm(FIRST_VERSION);
        RecordSigned own = new RecordSigned(
                SignatureId.of(FIRST_VERSION, hash, Records.BEN, SignatureMeaning.APPROVAL),
                FIRST_VERSION,
                4,
                hash,
                Records.BEN,
                "Ben B.",
                SignatureMeaning.APPROVAL,
                "UTC",
                "+00:00",
                Records.BENS_SESSION,
                List.of("pwd", "otp"),
                1,
                "");
        Map<String, Object> metadata = new HashMap<>(Records.meta("acme", Records.BEN, "Ben B."));
        metadata.put("actorRole", "quality-approver");
        log.append(own.signature().toString(), own, metadata);
        log.makeLastOfFirstRevision();
        assertThat(last()).isEqualTo(Finding.GOOD);
    }

    /** An event between the signer's look and the append makes another version of it, and nobody the maker of the first. */
    @Test
    @Requirement("11.10(g)")
    void whoChangesARecordLaterHasNotMadeWhatTheyApproved() {
        RecordSigned unsealed =
                signature(log.hash(FIRST_VERSION), SignatureMeaning.APPROVAL, "UTC", "+00:00", CanonicalRecord.FORM);
        log.deprecate(1, ADA, "Ada Löwe");
        Map<String, Object> metadata = Records.meta("acme", ADA, "Ada Löwe");
        RecordSigned sealed = SignatureSeal.seal(unsealed, metadata, Records.JSON);
        log.append(sealed.signature().toString(), sealed, metadata);
        assertThat(last()).isEqualTo(Finding.CHANGED_SINCE);
    }

    @Test
    void whatIsMissingOfTheLogIsTold() {
        List<StoredEntry> whole = Records.signed().entries();
        assertThat(missing(whole, whole.size())).isEmpty();
        for (StoredEntry removed : whole) {
            List<StoredEntry> rest = new ArrayList<>(whole);
            rest.remove(removed);
            assertThat(missing(rest, whole.size())).containsExactly(new LogGap(removed.index(), removed.index()));
        }
        assertThat(missing(whole.subList(3, 9), whole.size()))
                .containsExactly(new LogGap(0, 2), new LogGap(9, whole.size() - 1L));
    }

    /** A log from which much was taken is told of without end to nobody. */
    @Test
    void onlySoManyGapsAreToldOneByOne() {
        StoredEntry any = log.entries().getFirst();
        List<StoredEntry> everyOther = LongStream.range(0, 2L * SignatureCheck.MOST_GAPS + 10)
                .filter(index -> index % 2 == 0)
                .mapToObj(index ->
                        new StoredEntry(index, any.stream(), any.name(), any.revision(), any.payload(), any.metadata()))
                .toList();
        assertThat(missing(everyOther, everyOther.getLast().index() + 1)).hasSize(SignatureCheck.MOST_GAPS);
    }

    /** Else whoever spoils one event would have none of the others checked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "person.PersonRegistered",
                "person.RoleGranted",
                "account.SignedIn",
                "account.SignedInElsewhere",
                "account.SignedOut",
                "devicemodel.DeviceModelVersionPublished",
                "signature.RecordSigned"
            })
    void whatCannotBeReadStopsNoCheckOfTheRest(String name) {
        List<StoredEntry> entries = new ArrayList<>(Records.signed().entries());
        long last = entries.size();
        byte[] spoiled = "{\"".getBytes(StandardCharsets.UTF_8);
        entries.add(new StoredEntry(last, Records.MODEL.toString(), name, 1, spoiled, spoiled));
        SignatureCheck check = SignatureCheck.of(entries, 0, last, Records.JSON);
        assertThat(check.of(last))
                .isEqualTo(name.equals("signature.RecordSigned") ? Finding.MALFORMED : Finding.NO_SIGNATURE);
        assertThat(check.findings())
                .hasSizeGreaterThanOrEqualTo(2 * Records.ALL.size())
                .allSatisfy((index, finding) -> assertThat(finding)
                        .as("%d", index)
                        .isEqualTo(index == last ? Finding.MALFORMED : Finding.GOOD));
    }

    private static List<LogGap> missing(List<StoredEntry> log, long size) {
        return SignatureCheck.of(log, 0, size - 1, Records.JSON).missing();
    }

    private Finding signed(SignatureMeaning meaning, String zone, String offset, Map<String, Object> more) {
        Map<String, Object> metadata = new HashMap<>(Records.meta("acme", ADA, "Ada Löwe"));
        metadata.putAll(more);
        RecordSigned unsealed = signature(log.hash(FIRST_VERSION), meaning, zone, offset, CanonicalRecord.FORM);
        RecordSigned sealed = SignatureSeal.seal(unsealed, metadata, Records.JSON);
        log.append(sealed.signature().toString(), sealed, metadata);
        return last();
    }

    private Finding firstRevision(String hash) {
        RecordSigned signature = signature(hash, SignatureMeaning.APPROVAL, "Europe/Zurich", "+01:00", 1);
        log.append(signature.signature().toString(), signature, Records.meta("acme", ADA, "Ada Löwe"));
        log.makeLastOfFirstRevision();
        return last();
    }

    /** Whoever recomputes it by the document finds the same; a form that there is not is no signature's. */
    @Test
    void whatIsHashedIsTheFormOfTheDocument() {
        assertThat(log.hash(FIRST_VERSION)).isEqualTo(hashOfForm(CanonicalRecord.FORM));
        assertThat(ofForm(CanonicalRecord.FORM)).as("the control").isEqualTo(Finding.GOOD);
        assertThat(ofForm(3)).isEqualTo(Finding.MALFORMED);
        assertThat(ofForm(0)).isEqualTo(Finding.MALFORMED);
    }

    private Finding ofForm(int form) {
        RecordSigned unsealed = signature(hashOfForm(form), SignatureMeaning.APPROVAL, "Europe/Zurich", "+01:00", form);
        Map<String, Object> metadata = Records.meta("acme", ADA, "Ada Löwe");
        RecordSigned sealed = SignatureSeal.seal(unsealed, metadata, Records.JSON);
        log.append(sealed.signature().toString(), sealed, metadata);
        return last();
    }

    /** As docs/signatures.md has it, by other means than the code's. */
    private String hashOfForm(int form) {
        StoredEntry event = CanonicalRecord.eventsOf(FIRST_VERSION, log.entries(), Records.JSON)
                .getFirst();
        Map<String, Object> told = new HashMap<>(Map.of(
                "index", String.valueOf(event.index()),
                "name", event.name(),
                "payload", Records.JSON.read(event.payload()),
                "payloadSha256", sha256(event.payload()),
                "revision", event.revision()));
        Map<String, Object> metadata = Records.JSON.read(event.metadata());
        for (String name : List.of("recordedAt", "actorType", "actorId", "actorName", "actorRole", "reason")) {
            told.put(name, metadata.get(name));
        }
        return sha256(Records.JSON.canonical(Records.bytes(Map.of(
                "events",
                List.of(told),
                "form",
                form,
                "record",
                Map.of("kind", FIRST_VERSION.kind().name(), "id", FIRST_VERSION.id())))));
    }

    /** As docs/signatures.md wrote it down first, by other means than the code's. */
    private String hashOfFirstForm(SignableRecord record) {
        List<Map<String, Object>> events = CanonicalRecord.eventsOf(record, log.entries(), Records.JSON).stream()
                .map(event -> Map.of(
                        "index", String.valueOf(event.index()),
                        "name", event.name(),
                        "payload", Records.JSON.read(event.payload()),
                        "payloadSha256", sha256(event.payload()),
                        "revision", event.revision()))
                .toList();
        return sha256(Records.JSON.canonical(Records.bytes(
                Map.of("events", events, "record", Map.of("kind", record.kind().name(), "id", record.id())))));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RecordSigned signature(String hash, SignatureMeaning meaning, String zone, String offset, int form) {
        return new RecordSigned(
                SignatureId.of(FIRST_VERSION, hash, ADA, meaning),
                FIRST_VERSION,
                4,
                hash,
                ADA,
                "Ada Löwe",
                meaning,
                zone,
                offset,
                ADAS_SESSION,
                List.of("pwd", "otp"),
                form,
                "");
    }

    private Finding last() {
        return log.check().of(log.entries().size() - 1L);
    }
}
