package io.devicetrail.app.artifacts;

import io.devicetrail.app.access.Callers;
import io.devicetrail.artifacts.upload.ArtifactLog;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.artifact.ArtifactCommand.StoreArtifact;
import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** By a command like any other: whether they may is asked once more, at its end. */
@Component
class RecordedUploads implements ArtifactLog {
    private static final String OPERATION = Permission.STORE_ARTIFACT.operation();

    private final Callers callers;
    private final CommandSender sender;

    RecordedUploads(Callers callers, CommandSender sender) {
        this.callers = callers;
        this.sender = sender;
    }

    @Override
    public Uploader uploader(HttpServletRequest request) {
        Caller caller = callers.callerOf(request);
        return new Uploader() {
            @Override
            public String id() {
                return caller.actorId();
            }

            @Override
            public Recorded record(TenantId tenant, ArtifactFile file, UUID upload) throws NotRecorded {
                return recorded(caller, tenant, file, upload);
            }
        };
    }

    /** The upload's id is the key: asked again, the log answers from what it has. */
    private Recorded recorded(Caller caller, TenantId tenant, ArtifactFile file, UUID upload)
            throws ArtifactLog.NotRecorded {
        ArtifactId artifact = ArtifactId.of(tenant, file.sha256());
        MutationOutcome outcome;
        try {
            outcome = sender.send(
                    caller,
                    Mutation.of(OPERATION, upload.toString()),
                    () -> new Addressed(
                            new StoreArtifact(artifact, tenant, file), tenant, null, artifact.toString(), null));
        } catch (LogUnavailable away) {
            throw new NotRecorded("LOG_UNAVAILABLE", String.valueOf(away.getMessage()), true);
        }
        if (outcome.position() == null) {
            UserError why = outcome.errors().getFirst();
            throw new NotRecorded(why.code(), why.message(), false);
        }
        return new Recorded(artifact, outcome.position());
    }
}
