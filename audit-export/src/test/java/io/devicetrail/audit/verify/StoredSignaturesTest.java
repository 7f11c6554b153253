package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.domain.account.AccountEvent.SignedIn;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCheck.Finding;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Signatures of a log of more than a page, found good, changed, and gone. */
@Requirement("11.70")
class StoredSignaturesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TenantId ACME = TenantId.of("acme");
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final String SESSION = "0b50b2a4-3a3d-4a3b-8b0e-6f1f0e4a3c01";
    private static final CommandId COMMAND = CommandId.of(ACME, "ben", "1");

    private final ListedRows log = new ListedRows();

    @BeforeEach
    void aSignatureBehindTwoPagesOfOtherEvents() {
        append(ADA, new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada L.", "HR 1"));
        append(AccountId.of(ADA), new SignedIn(AccountId.of(ADA), ADA, SESSION, List.of("pwd", "otp")));
        append(
                COMMAND,
                new CommandRequested(COMMAND, ACME, DeviceId.of(ACME, "Flow AG", "P-1"), "dose", new TreeMap<>(), 60));
        log.grow(2_001);
        sign();
    }

    @Test
    void whatNobodyTouchedHolds() throws IOException {
        StoredSignatures.Found found = StoredSignatures.in(log);
        assertThat(found.counts()).isEqualTo(Map.of(Finding.GOOD, 1));
        assertThat(found.wrong()).isZero();
        assertThat(found.findings()).isEmpty();
    }

    @Test
    void aLogWithoutSignaturesHasNone() throws IOException {
        assertThat(StoredSignatures.in(new ListedRows()).counts()).isEmpty();
        assertThat(StoredSignatures.in(new ListedRows().grow(1_000)).wrong()).isZero();
    }

    @Test
    void whoOrderedTheCommandIsUnderTheSignature() throws IOException {
        LogRow order = log.rows.get(2);
        log.rows.set(2, with(order, new String(order.metadata(), StandardCharsets.UTF_8).replace("Ada L.", "Eve")));
        StoredSignatures.Found found = StoredSignatures.in(log);
        assertThat(found.counts()).isEqualTo(Map.of(Finding.HASH_DIFFERS, 1));
        assertThat(found.wrong()).isEqualTo(1);
        assertThat(found.findings())
                .containsExactly(new Verdict.Finding(
                        log.rows.size() - 1L, "the signature does not hold: " + Finding.HASH_DIFFERS));
    }

    @Test
    void aSignatureThatWasTakenAwayIsMissed() throws IOException {
        log.grow(1);
        log.rows.remove(log.rows.size() - 2);
        StoredSignatures.Found found = StoredSignatures.in(log);
        assertThat(found.counts()).isEmpty();
        assertThat(found.wrong()).isEqualTo(1);
        assertThat(found.findings())
                .singleElement()
                .satisfies(gap -> assertThat(gap.index()).isEqualTo(2_004));
    }

    /** The log is of before the first reading ended: what came later nobody looked for. */
    @Test
    void whatIsAppendedBetweenTheReadingsIsForTheNextTime() throws IOException {
        int last = log.rows.size();
        StoredSignatures.Found found = StoredSignatures.in((first, most, sink) -> {
            log.read(first, most, sink);
            if (first >= last && log.rows.size() == last) {
                append(ADA, new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada L.", "HR 1"));
                log.rows.add(withPayload(log.rows.get(last - 1), last + 1, "{}"));
            }
        });
        assertThat(log.rows).as("the control").hasSize(last + 2);
        assertThat(found.counts()).isEqualTo(Map.of(Finding.GOOD, 1));
        assertThat(found.wrong()).isZero();
    }

    /** A log that loses its end under the reader's eyes is not whole. */
    @Test
    void whatIsCutOffBetweenTheReadingsIsMissed() throws IOException {
        int last = log.rows.size();
        StoredSignatures.Found found = StoredSignatures.in((first, most, sink) -> {
            log.read(first, most, sink);
            if (first >= last) {
                log.rows.subList(last - 2, log.rows.size()).clear();
            }
        });
        assertThat(found.counts()).isEmpty();
        assertThat(found.wrong()).isEqualTo(1);
    }

    @Test
    void ofManyFindingsTheFirstAreToldAndAllAreCounted() throws IOException {
        log.rows.removeIf(row -> row.index() > 10 && row.index() < 500 && row.index() % 2 == 0);
        StoredSignatures.Found found = StoredSignatures.in(log);
        assertThat(found.findings()).hasSize(100);
        assertThat(found.wrong())
                .as("gaps are told up to a number, signatures all")
                .isGreaterThanOrEqualTo(100);
        log.rows.set(3, withPayload(log.rows.getLast(), 3, "{}"));
        assertThat(StoredSignatures.in(log).wrong()).isGreaterThan(100);
        assertThat(StoredSignatures.in(log).findings()).hasSize(100);
    }

    /** Whoever reads only the first of two sees another signature than who reads the last. */
    @Test
    void whatHasSomethingBehindItIsNoSignature() throws IOException {
        int last = log.rows.size() - 1;
        LogRow signature = log.rows.get(last);
        log.rows.set(
                last, withPayload(signature, last, new String(signature.payload(), StandardCharsets.UTF_8) + "{}"));
        assertThat(StoredSignatures.in(log).counts()).isEqualTo(Map.of(Finding.MALFORMED, 1));
    }

    private void sign() {
        SignableRecord record = SignableRecord.of(SignableKind.DEVICE_COMMAND, COMMAND.toString());
        List<StoredEntry> events = log.rows.stream()
                .filter(row -> row.aggregateId().equals(COMMAND.toString()))
                .map(row -> new StoredEntry(
                        row.index(), row.aggregateId(), row.name(), row.revision(), row.payload(), row.metadata()))
                .toList();
        String hash = CanonicalRecord.hash(record, events, StoredSignatures.JSON);
        SignatureId id = SignatureId.of(record, hash, ADA, SignatureMeaning.RESPONSIBILITY);
        RecordSigned unsealed = new RecordSigned(
                id,
                record,
                2,
                hash,
                ADA,
                "Ada L.",
                SignatureMeaning.RESPONSIBILITY,
                "UTC",
                "+00:00",
                SESSION,
                List.of("pwd", "otp"),
                CanonicalRecord.FORM,
                "");
        append(id, SignatureSeal.seal(unsealed, metadata(), StoredSignatures.JSON));
    }

    private static Map<String, Object> metadata() {
        return new TreeMap<>(Map.of(
                "tenant", "acme",
                "actorType", "PERSON",
                "actorId", ADA.toString(),
                "actorName", "Ada L.",
                "actorRole", "operator",
                "reason", "reviewed",
                "recordedAt", "2026-11-20T10:00:00.000000Z"));
    }

    private void append(Object aggregate, Object event) {
        StoredEvent kind = EventCatalogue.of(event.getClass()).orElseThrow();
        int index = log.rows.size();
        log.rows.add(new LogRow(
                index,
                "Any",
                aggregate.toString(),
                0,
                "event-" + index,
                "command-" + index,
                0,
                kind.name(),
                kind.revision(),
                Instant.parse("2026-11-20T10:00:00Z"),
                MAPPER.writeValueAsBytes(event),
                MAPPER.writeValueAsBytes(metadata())));
    }

    private static LogRow with(LogRow row, String metadata) {
        return new LogRow(
                row.index(),
                row.aggregateType(),
                row.aggregateId(),
                row.sequence(),
                row.eventId(),
                row.commandId(),
                row.commandOrdinal(),
                row.name(),
                row.revision(),
                row.recordedAt(),
                row.payload(),
                metadata.getBytes(StandardCharsets.UTF_8));
    }

    private static LogRow withPayload(LogRow row, long index, String payload) {
        return new LogRow(
                index,
                row.aggregateType(),
                row.aggregateId(),
                row.sequence(),
                row.eventId(),
                row.commandId(),
                row.commandOrdinal(),
                row.name(),
                row.revision(),
                row.recordedAt(),
                payload.getBytes(StandardCharsets.UTF_8),
                row.metadata());
    }
}
