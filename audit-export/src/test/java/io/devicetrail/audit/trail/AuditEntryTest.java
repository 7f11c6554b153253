package io.devicetrail.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditEntryTest {
    private static final TenantId TENANT = new TenantId("acme");

    @Test
    @Requirement("11.10(e)")
    void everyEventOfTheCatalogueMakesEntries() {
        List<LoggedEvent> log = ListedLog.ofEveryEvent(TENANT).events();

        assertThat(log)
                .extracting(LoggedEvent::name)
                .containsExactlyInAnyOrderElementsOf(
                        EventCatalogue.all().stream().map(StoredEvent::name).toList());
        for (LoggedEvent event : log) {
            List<AuditEntry> entries = AuditEntry.of(event);
            assertThat(entries).as(event.name()).hasSameSizeAs(AuditReading.changesOf(event.payload()));
            for (int ordinal = 0; ordinal < entries.size(); ordinal++) {
                AuditEntry entry = entries.get(ordinal);
                assertThat(entry.ordinal()).isEqualTo(ordinal);
                assertThat(entry.index()).isEqualTo(event.index());
                assertThat(entry.event()).isEqualTo(event.name());
                assertThat(entry.recordedAt()).isEqualTo(event.recordedAt());
                assertThat(entry.actorRole()).isEqualTo("process");
                assertThat(entry.reason()).isEqualTo("+41 said so");
                assertThat(entry.commandId()).isEqualTo("command-" + event.index());
            }
        }
    }

    @Test
    @Requirement("11.10(e)")
    void aCorrectionNamesTheEntryThatItCorrectsAndNothingElseDoes() {
        List<AuditEntry> entries = ListedLog.ofEveryEvent(TENANT).events().stream()
                .flatMap(event -> AuditEntry.of(event).stream())
                .toList();

        assertThat(entries)
                .filteredOn(entry -> entry.corrects() != null)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.event()).isEqualTo("correction.EntryCorrected");
                    assertThat(entry.corrects()).isEqualTo("7/2");
                    assertThat(entry.recordType()).isEqualTo("device");
                    assertThat(entry.field()).isEqualTo("serialNumber");
                    assertThat(entry.from()).isEqualTo("P-100");
                    assertThat(entry.to()).isEqualTo("=P-101");
                });
    }

    @Test
    @Requirement("11.10(e)")
    void aMoveTellsTheOldSiteAndTheNew() {
        LoggedEvent moved = ListedLog.ofEveryEvent(TENANT).events().stream()
                .filter(e -> e.name().equals("device.DeviceMoved"))
                .findFirst()
                .orElseThrow();

        AuditEntry entry = AuditEntry.of(moved).getFirst();

        assertThat(entry.field()).isEqualTo("site");
        assertThat(entry.from()).isEqualTo(SiteId.of(TENANT, "basel").toString());
        assertThat(entry.to()).isEqualTo(SiteId.of(TENANT, "bern").toString());
        assertThat(entry.recordType()).isEqualTo("device");
        assertThat(entry.recordId()).isEqualTo(EveryEvent.pump(TENANT).toString());
    }
}
