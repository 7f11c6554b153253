package io.devicetrail.commandside.correction;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.BERN;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.audittrail.FieldChange;
import io.devicetrail.domain.audittrail.RecordedEntries;
import io.devicetrail.domain.audittrail.RecordedEntry;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.correction.CorrectionCommand.CorrectEntry;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.correction.CorrectionRejection.EntryNotCorrectable;
import io.devicetrail.domain.correction.CorrectionRejection.EntryUnknown;
import io.devicetrail.domain.correction.CorrectionRejection.TooManyCorrections;
import io.devicetrail.domain.correction.CorrectionRejection.ValueNotAsSeen;
import io.devicetrail.domain.correction.CorrectionRejection.ValueUnchanged;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The log of these tests holds one event: a pump was registered at Basel, at index 7. */
class CorrectEntryTest {
    private static final long INDEX = 7;
    private static final DeviceRegistered REGISTERED = Fixtures.pumpRegistered();
    private static final int BATCH = ordinalOf("batch");
    private static final Map<String, Object> AT_BASEL =
            Map.of(Metadata.TENANT, ACME.value(), Metadata.SITE, BASEL.toString());

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.9"})
    void aCorrectionNamesTheEntryAndBothValues() {
        fixture(true)
                .givenNoPriorActivity()
                .when(correct("2026-10", "2026-11"), AT_BASEL)
                .expectEvents(corrected(1, "2026-11", "2026-10"));
    }

    @Test
    @Requirement("11.10(e)")
    void theNextCorrectionStartsFromTheValueInForce() {
        fixture(true)
                .given(corrected(1, "2026-11", "2026-10"))
                .when(correct(null, "2026-10"), AT_BASEL)
                .expectEvents(corrected(2, "2026-10", null));
        fixture(true)
                .given(corrected(1, "2026-11", "2026-10"), corrected(2, "2026-10", null))
                .when(correct("2026-11", null), AT_BASEL)
                .expectEvents(corrected(3, null, "2026-11"));
    }

    @Test
    void whatIsNotTheValueInForceIsNotCorrected() {
        refused(correct("2026-10", "2026-12"), new ValueNotAsSeen("2026-11"));
        refused(correct("2026-10", null), new ValueNotAsSeen("2026-11"));
        fixture(true)
                .given(corrected(1, "2026-11", "2026-10"))
                .when(correct("2026-09", "2026-11"), AT_BASEL)
                .expectExceptionDetails(new ValueNotAsSeen("2026-10"))
                .expectNoEvents();
    }

    @Test
    void theValueInForceIsNoCorrection() {
        refused(correct("2026-11", "2026-11"), new ValueUnchanged());
    }

    @Test
    @Requirement("11.10(d)")
    void anEntryOfAnotherTenantOrSiteIsUnknown() {
        refused(command(ACME, 8, BATCH, "x", "y"), new EntryUnknown(8, BATCH));
        refused(command(ACME, INDEX, 99, "x", "y"), new EntryUnknown(INDEX, 99));
        EntryUnknown unknown = new EntryUnknown(INDEX, BATCH);
        refused(command(RIVAL, INDEX, BATCH, "2026-10", "2026-11"), unknown);
        for (Map<String, Object> elsewhere : List.<Map<String, Object>>of(
                Map.of(Metadata.TENANT, RIVAL.value(), Metadata.SITE, BASEL.toString()),
                Map.of(Metadata.TENANT, ACME.value(), Metadata.SITE, BERN.toString()),
                Map.of(Metadata.TENANT, ACME.value()))) {
            fixture(true)
                    .givenNoPriorActivity()
                    .when(correct("2026-10", "2026-11"), elsewhere)
                    .expectExceptionDetails(unknown)
                    .expectNoEvents();
        }
    }

    /** Whose role is at one site only does not correct what is the whole tenant's. */
    @Test
    @Requirement("11.10(d)")
    void anEntryOfNoSiteIsUnknownAtASite() {
        fixture(true, null)
                .givenNoPriorActivity()
                .when(correct("2026-10", "2026-11"), AT_BASEL)
                .expectExceptionDetails(new EntryUnknown(INDEX, BATCH))
                .expectNoEvents();
        fixture(true, null)
                .givenNoPriorActivity()
                .when(correct("2026-10", "2026-11"), Map.of(Metadata.TENANT, ACME.value()))
                .expectEvents(corrected(1, "2026-11", "2026-10"));
    }

    @Test
    void onlyWhatSomebodyBroughtIsCorrected() {
        fixture(false)
                .givenNoPriorActivity()
                .when(correct("2026-10", "2026-11"), AT_BASEL)
                .expectExceptionDetails(new EntryNotCorrectable("device.DeviceRegistered"))
                .expectNoEvents();
        for (ActorType by : ActorType.values()) {
            assertThat(RecordedEntry.isCorrectable(REGISTERED, by)).as("%s", by).isEqualTo(by != ActorType.PROCESS);
        }
        assertThat(RecordedEntry.isCorrectable(corrected(1, "a", "b"), ActorType.PERSON))
                .isFalse();
        assertThat(RecordedEntry.isCorrectable(
                        new DeadLettersReleased(DeadLettersId.of("p", "s"), ACME, "p", "s", 1), ActorType.PERSON))
                .isFalse();
        assertThat(RecordedEntry.isCorrectable(Connectivity.ONLINE, ActorType.DEVICE))
                .isFalse();
    }

    @Test
    void correctionsOfOneEntryAreBounded() {
        List<EntryCorrected> most = IntStream.rangeClosed(1, CorrectionAggregate.MOST)
                .mapToObj(number -> corrected(number, "v" + (number - 1), "v" + number))
                .toList();
        fixture(true)
                .given(most.subList(0, CorrectionAggregate.MOST - 1))
                .when(correct("v100", "v99"), AT_BASEL)
                .expectEvents(corrected(100, "v99", "v100"));
        fixture(true)
                .given(most)
                .when(correct("x", "v100"), AT_BASEL)
                .expectExceptionDetails(new TooManyCorrections(CorrectionAggregate.MOST))
                .expectNoEvents();
    }

    @Test
    void whatNobodyCouldReadIsNoValue() {
        for (String bad : List.of("", " ", "a\tb", "a\u200Bb", "\uD800", "x".repeat(CorrectEntry.LONGEST_VALUE + 1))) {
            assertThatThrownBy(() -> correct(bad, null))
                    .as("%s", bad.codePoints().boxed().limit(4).toList())
                    .isInstanceOfSatisfying(
                            MalformedInput.class, e -> assertThat(e.field()).isEqualTo("newValue"));
        }
        assertThatThrownBy(() -> command(ACME, -1, 0, "x", null)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> command(ACME, 1, -1, "x", null)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new CorrectEntry(CorrectionId.of(ACME, 1, 2), ACME, 1, 3, "x", null))
                .isInstanceOf(MalformedInput.class);
        assertThat(correct("😀 2 ", null).newValue()).as("the control").isEqualTo("😀 2 ");
    }

    private static void refused(CorrectEntry command, Object because) {
        fixture(true)
                .givenNoPriorActivity()
                .when(command, AT_BASEL)
                .expectExceptionDetails(because)
                .expectNoEvents();
    }

    private static AggregateTestFixture<CorrectionAggregate> fixture(boolean correctable) {
        return fixture(correctable, BASEL);
    }

    private static AggregateTestFixture<CorrectionAggregate> fixture(boolean correctable, @Nullable SiteId site) {
        AggregateTestFixture<CorrectionAggregate> fixture = new AggregateTestFixture<>(CorrectionAggregate.class);
        fixture.registerInjectableResource((RecordedEntries) (index, ordinal) -> {
            List<FieldChange> changes = AuditReading.changesOf(REGISTERED);
            return index != INDEX || ordinal >= changes.size()
                    ? Optional.empty()
                    : Optional.of(new RecordedEntry(
                            ACME,
                            site,
                            "device.DeviceRegistered",
                            AuditReading.recordOf(REGISTERED),
                            changes.get(ordinal),
                            correctable));
        });
        return fixture;
    }

    private static CorrectEntry correct(@Nullable String newValue, @Nullable String expected) {
        return command(ACME, INDEX, BATCH, newValue, expected);
    }

    private static CorrectEntry command(
            TenantId tenant, long index, int ordinal, @Nullable String newValue, @Nullable String expected) {
        return new CorrectEntry(CorrectionId.of(tenant, index, ordinal), tenant, index, ordinal, newValue, expected);
    }

    private static EntryCorrected corrected(int number, @Nullable String from, @Nullable String to) {
        return new EntryCorrected(
                CorrectionId.of(ACME, INDEX, BATCH),
                ACME,
                number,
                INDEX,
                BATCH,
                "device.DeviceRegistered",
                "device",
                PUMP.toString(),
                "batch",
                from,
                to,
                null);
    }

    private static int ordinalOf(String field) {
        return AuditReading.changesOf(REGISTERED).stream()
                .map(FieldChange::field)
                .toList()
                .indexOf(field);
    }
}
