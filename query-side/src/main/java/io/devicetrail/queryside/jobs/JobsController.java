package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.devicerisk.RiskBand;
import io.devicetrail.queryside.devicerisk.RiskBands;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.jobs.CohortSelection.Chosen;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.NodeFinder;
import io.devicetrail.queryside.relay.Page;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which jobs there are, how far they are, and what one would be about. */
@Controller
class JobsController implements NodeFinder {
    private static final String LIST = "jobs";
    private static final String DEVICES = "devices of a job";
    private static final long BEFORE_THE_FIRST = -1;

    private final Jobs jobs;
    private final CohortSelection cohorts;
    private final Devices devices;
    private final RiskBands risks;
    private final Positions positions;

    JobsController(Jobs jobs, CohortSelection cohorts, Devices devices, RiskBands risks, Positions positions) {
        this.risks = risks;
        this.jobs = jobs;
        this.cohorts = cohorts;
        this.devices = devices;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Job job(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.JOBS, after);
        return jobs.byId(GlobalId.uuid(Job.TYPE, id)).orElse(null);
    }

    @QueryMapping
    Page<Job> jobs(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.JOBS, after);
        List<Job> rows = jobs.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Long.MAX_VALUE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, job -> Cursor.of(LIST, job.createdPosition()));
    }

    /** The index and the table of devices follow the log; {@code after} is a position of both. */
    @QueryMapping
    JobPreview previewJob(
            @Argument String tenant,
            @Argument CohortArgument cohort,
            @Argument String command,
            @Argument @Nullable Object arguments,
            @Argument @Nullable Long after) {
        Cohort which = cohort.cohort();
        cohorts.await(which, after);
        try {
            Chosen chosen =
                    cohorts.choose(TenantId.of(GlobalId.local("Tenant", tenant)), which, command, byName(arguments));
            return JobPreview.of(chosen, risksOf(chosen));
        } catch (CommandExecutionException e) {
            Rejection why = e.<Rejection>getDetails().orElseThrow(() -> e);
            throw new QueryError(why.code(), why.message());
        }
    }

    private Map<RiskBand, Long> risksOf(Chosen chosen) {
        List<UUID> ids = chosen.devices().stream().map(Device::deviceId).toList();
        Map<RiskBand, Long> all = new EnumMap<>(RiskBand.class);
        for (int from = 0; from < ids.size(); from += Page.MOST) {
            risks.of(ids.subList(from, Math.min(from + Page.MOST, ids.size())))
                    .forEach((band, of) -> all.merge(band, of, Long::sum));
        }
        return all;
    }

    private static TreeMap<String, Object> byName(@Nullable Object arguments) {
        if (arguments != null && !(arguments instanceof Map<?, ?>)) {
            throw new MalformedInput("arguments", "must be a JSON object");
        }
        // Literals of a document come as big numbers; written and read they are Java's own, as a model compares them.
        TreeMap<String, Object> byName =
                arguments == null ? new TreeMap<>() : new TreeMap<>(Json.readObject(Json.write(arguments)));
        byName.values().removeIf(Objects::isNull);
        return byName;
    }

    @BatchMapping(typeName = Job.TYPE)
    Map<Job, JobProgress> progress(List<Job> of) {
        Map<UUID, JobProgress> progress =
                jobs.progress(of.stream().map(Job::jobId).distinct().toList());
        Map<Job, JobProgress> byJob = new HashMap<>();
        of.forEach(job -> {
            JobProgress known = progress.get(job.jobId());
            if (known != null) {
                byJob.put(job, known);
            }
        });
        return byJob;
    }

    @BatchMapping(typeName = Job.TYPE)
    Map<Job, String> waitingFor(List<Job> of) {
        Map<Job, String> waits = new HashMap<>();
        progress(of).forEach((job, progress) -> {
            String wait = progress.waitingFor(job);
            if (wait != null) {
                waits.put(job, wait);
            }
        });
        return waits;
    }

    @SchemaMapping(typeName = Job.TYPE, field = "devices")
    Page<JobDevice> devices(
            Job job,
            @Argument @Nullable JobDeviceState state,
            @Argument int first,
            @Argument @Nullable String afterCursor) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(DEVICES, 1, afterCursor);
        List<JobDevice> rows =
                jobs.devices(job.jobId(), state, from.isEmpty() ? BEFORE_THE_FIRST : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, device -> Cursor.of(DEVICES, device.ordinal()));
    }

    @BatchMapping(typeName = "JobDevice")
    Map<JobDevice, Device> device(List<JobDevice> of) {
        Map<UUID, Device> found =
                devices.byIds(of.stream().map(JobDevice::deviceId).distinct().toList());
        Map<JobDevice, Device> seen = new HashMap<>();
        of.forEach(told -> {
            Device device = found.get(told.deviceId());
            if (device != null) {
                seen.put(told, device);
            }
        });
        return seen;
    }

    @SchemaMapping(typeName = "JobPayload", field = "job")
    @Nullable Job changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : job(outcome.subject(), outcome.position());
    }

    @Override
    public String type() {
        return Job.TYPE;
    }

    @Override
    public Permission permission() {
        return Permission.JOB;
    }

    @Override
    public @Nullable Object find(String localId) {
        return jobs.byId(GlobalId.uuid(Job.TYPE, localId)).orElse(null);
    }
}
