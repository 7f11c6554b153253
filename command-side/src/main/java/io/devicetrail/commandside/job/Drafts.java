package io.devicetrail.commandside.job;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand.CreateJob;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobEvent.JobCohortListed;
import io.devicetrail.domain.job.JobEvent.JobCreated;
import io.devicetrail.domain.job.JobRejection.CommandsAreSigned;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/** Rules about drafts of jobs. */
final class Drafts {
    private Drafts() {}

    /** Whether it asks for what was asked before; its id holds the tenant, its author and their key. */
    static boolean same(CreateJob again, JobCreated first) {
        return again.tenant().equals(first.tenant())
                && again.plan().equals(first.plan())
                && again.askedHash().equals(first.askedHash());
    }

    /** A signature is under one command, and a job asks for none. */
    static void requireNoSignatures(TenantId tenant, SignaturePolicies policies) {
        unless(policies.of(tenant, SignableKind.DEVICE_COMMAND).isEmpty(), new CommandsAreSigned());
    }

    /** The draft and its whole cohort, or none of it. */
    static List<JobEvent> events(CreateJob c, String author) {
        List<DeviceId> devices = c.cohort().devices();
        List<JobEvent> events = new ArrayList<>();
        events.add(new JobCreated(
                c.job(),
                c.tenant(),
                c.plan(),
                devices.size(),
                JobSelection.hash(devices),
                c.cohort().excluded(),
                c.cohort().twoPersons(),
                author,
                c.askedHash()));
        for (int from = 0; from < devices.size(); from += JobCohortListed.MOST_OF_PART) {
            int to = Math.min(from + JobCohortListed.MOST_OF_PART, devices.size());
            events.add(new JobCohortListed(
                    c.job(),
                    c.tenant(),
                    from / JobCohortListed.MOST_OF_PART + 1,
                    List.copyOf(devices.subList(from, to))));
        }
        return events;
    }
}
