package io.devicetrail.queryside.exportjobs;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobProgress;
import io.devicetrail.domain.exportjob.ExportJobProgresses;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which export jobs there are, and how far they are. */
@Controller
class ExportJobsController implements NodeFinder {
    private static final String LIST = "export jobs";

    private final ExportJobs jobs;
    private final Positions positions;
    private final Optional<ExportJobProgresses> progresses;

    /** @param progresses of the jobs that are made here; empty where none are */
    ExportJobsController(ExportJobs jobs, Positions positions, Optional<ExportJobProgresses> progresses) {
        this.jobs = jobs;
        this.positions = positions;
        this.progresses = progresses;
    }

    @QueryMapping
    @Nullable ExportJob exportJob(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.EXPORT_JOBS, after);
        return jobs.byId(GlobalId.uuid(ExportJob.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<ExportJob> exportJobs(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.EXPORT_JOBS, after);
        List<ExportJob> rows = jobs.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Long.MAX_VALUE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, job -> Cursor.of(LIST, job.requestedPosition()));
    }

    /** Only of a row that was seen. */
    @SchemaMapping(typeName = ExportJob.TYPE)
    @Nullable ExportJobProgress progress(ExportJob job) {
        return job.state() == ExportJobState.REQUESTED
                ? progresses
                        .flatMap(known -> known.of(new ExportJobId(job.exportJobId())))
                        .orElse(null)
                : null;
    }

    @SchemaMapping(typeName = "ExportJobPayload", field = "job")
    @Nullable ExportJob changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : exportJob(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return ExportJob.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.EXPORT_JOB;
    }

    @Override
    public @Nullable Object find(String localId) {
        return jobs.byId(GlobalId.uuid(ExportJob.TYPE, localId)).orElse(null);
    }
}
