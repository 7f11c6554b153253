package io.devicetrail.app.export;

import io.devicetrail.app.access.Callers;
import io.devicetrail.audit.copy.ExportLog;
import io.devicetrail.audit.job.ExportJobs;
import io.devicetrail.audit.job.FetchLog;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.auditexport.AuditExportCommand.AuditExport;
import io.devicetrail.domain.auditexport.ExportId;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.auditexport.ExportedFile;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By a command like any other: whether they may have it is asked once more, at its end. */
@Component
class LoggedExports implements ExportLog, FetchLog {
    private static final String OPERATION = Permission.AUDIT_EXPORT.operation();

    /** Only the ids of fetched files can come twice. */
    private static final String ON_RECORD = new KeyReused().code();

    private final Callers callers;
    private final CommandSender sender;

    LoggedExports(Callers callers, CommandSender sender) {
        this.callers = callers;
        this.sender = sender;
    }

    @Override
    public Export begin(HttpServletRequest request, @Nullable String reason) {
        Caller caller = callers.callerOf(request);
        ExportId id = new ExportId(UUID.randomUUID());
        return new Export() {
            @Override
            public ExportId id() {
                return id;
            }

            @Override
            public String requester() {
                return caller.actorName();
            }

            @Override
            public String requesterId() {
                return caller.actorId();
            }

            @Override
            public void made(TenantId tenant, ExportScope scope, ExportedFile file) throws LogUnreadable {
                record(caller, reason, new AuditExport(id, tenant, scope, file));
            }
        };
    }

    /** The id says what it is of and whose: the log has it once. */
    @Override
    public ExportId fetched(HttpServletRequest request, ExportJobs.Held held) throws LogUnreadable {
        Caller caller = callers.callerOf(request);
        ExportJobFile file = held.file();
        ExportId id = new ExportId(
                NamedId.of("export-job-file", held.order().request().job().toString(), file.name(), caller.actorId()));
        record(
                caller,
                null,
                new AuditExport(
                        id,
                        held.order().request().tenant(),
                        held.order().request().scope(),
                        new ExportedFile(
                                file.format(), held.order().head(), file.entries(), file.bytes(), file.sha256())));
        return id;
    }

    private void record(Caller caller, @Nullable String reason, AuditExport file) throws LogUnreadable {
        MutationOutcome outcome;
        try {
            outcome = sender.send(
                    caller,
                    new Mutation(OPERATION, null, reason, null),
                    () -> new Addressed(file, file.tenant(), null, file.export().toString(), null));
        } catch (LogUnavailable away) {
            throw new LogUnreadable("the export could not be put on record: " + away.getMessage(), away);
        }
        if (outcome.errors().stream().anyMatch(error -> !error.code().equals(ON_RECORD))) {
            throw new LogUnreadable("the export was not put on record: "
                    + outcome.errors().getFirst().message());
        }
    }
}
