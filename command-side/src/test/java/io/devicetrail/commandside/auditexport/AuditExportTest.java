package io.devicetrail.commandside.auditexport;

import static io.devicetrail.commandside.Fixtures.ACME;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.auditexport.AuditExportCommand.AuditExport;
import io.devicetrail.domain.auditexport.AuditExportEvent.AuditTrailExported;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

@Requirement("Annex 11 draft 12.1")
class AuditExportTest {
    private static final ExportId EXPORT = new ExportId(new UUID(7, 7));
    private static final ExportScope ALL = new ExportScope(null, null, null, null, null);
    private static final ExportedFile FILE = new ExportedFile("csv", 421, 17, 4_711, "0".repeat(64));

    private final AggregateTestFixture<AuditExportAggregate> fixture =
            new AggregateTestFixture<>(AuditExportAggregate.class);

    @Test
    void aFileIsOnRecord() {
        fixture.givenNoPriorActivity()
                .when(new AuditExport(EXPORT, ACME, ALL, FILE))
                .expectEvents(new AuditTrailExported(EXPORT, ACME, ALL, FILE));
    }

    @Test
    void anIdIsGivenOnce() {
        fixture.given(new AuditTrailExported(EXPORT, ACME, ALL, FILE))
                .when(new AuditExport(EXPORT, ACME, ALL, FILE))
                .expectExceptionDetails(new KeyReused())
                .expectNoEvents();
    }

    @Test
    void aFileWithoutItsHashIsNone() {
        ExportedFile wrong = new ExportedFile("csv", 421, 17, 4_711, "0");
        assertThatThrownBy(() -> new AuditExport(EXPORT, ACME, ALL, wrong)).isInstanceOf(MalformedInput.class);
    }
}
