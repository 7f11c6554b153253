package io.devicetrail.app.export;

import io.devicetrail.audit.job.ExportJobLog;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.stereotype.Component;

/** As commands of a process; the job itself takes no notice of what it knows. */
@Component
class ExportJobNews implements ExportJobLog {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Caller CALLER = Caller.process("export-jobs");

    private final CommandGateway commands;

    ExportJobNews(CommandGateway commands) {
        this.commands = commands;
    }

    @Override
    public void tell(TenantId tenant, ExportJobCommand what) throws LogUnreadable {
        try {
            commands.send(GenericCommandMessage.asCommandMessage(what).andMetaData(CALLER.toMetadata(tenant.value())))
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogUnreadable("the log did not take what came of an export job: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnreadable("interrupted", e);
        }
    }
}
