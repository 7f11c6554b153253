package io.devicetrail.commandside.auditexport;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.auditexport.AuditExportCommand.AuditExport;
import io.devicetrail.domain.auditexport.AuditExportEvent;
import io.devicetrail.domain.auditexport.AuditExportEvent.AuditTrailExported;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** One file, handed out once. */
@Aggregate(type = "auditexport")
class AuditExportAggregate {
    @AggregateIdentifier
    private @Nullable ExportId export;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(AuditExport c) {
        unless(export == null, new KeyReused());
        apply(new AuditTrailExported(c.export(), c.tenant(), c.scope(), c.file()));
    }

    @EventSourcingHandler
    void evolve(AuditExportEvent event) {
        export = event.export();
    }
}
