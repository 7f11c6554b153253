package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.DeviceNotInRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RolloutUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.contract.DeviceContract;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Takes the reports of one run to the log, all of them by one command. */
final class ReportRecording {
    /** The devices are in the event; what brings them together is a part of the platform. */
    private static final Caller REPORTS = Caller.process("rollout-reports");

    private final DeviceContracts contracts;
    private final CommandGateway commands;
    private final KnownRollouts known;
    private final IngressFigures figures;
    private final Duration contractWait;
    private final Clock clock;

    ReportRecording(
            DeviceContracts contracts,
            CommandGateway commands,
            KnownRollouts known,
            IngressFigures figures,
            Duration contractWait,
            Clock clock) {
        this.contracts = contracts;
        this.commands = commands;
        this.known = new RememberedRollouts(known);
        this.figures = figures;
        this.contractWait = contractWait;
        this.clock = clock;
    }

    /**
     * What became of a batch.
     *
     * @param settled the log has what belongs there, or they do not fit
     * @param waiting their devices are in the log, and not at hand yet
     */
    record Recorded(List<Arrival> settled, List<HeardReport> waiting) {}

    /**
     * Returns when what the reports say is in the log.
     *
     * @param reports of this run, {@link RecordRolloutReports#MOST_REPORTS} at most, in the order in which they came
     * @throws RuntimeException if it is not, but may be later
     */
    Recorded record(RolloutRunId run, List<HeardReport> reports) {
        Recorded recorded = new Recorded(new ArrayList<>(), new ArrayList<>());
        List<HeardReport> fitting = sort(run, reports, recorded);
        if (!fitting.isEmpty()) {
            TenantId tenant = fitting.getFirst().topic().tenant();
            List<ReportOutcome> outcomes = send(run, tenant, fitting);
            for (int i = 0; i < fitting.size(); i++) {
                HeardReport report = fitting.get(i);
                recorded.settled()
                        .add(arrival(
                                report, count(outcomes.get(i), report.topic().device())));
            }
        }
        return recorded;
    }

    private List<HeardReport> sort(RolloutRunId run, List<HeardReport> reports, Recorded to) {
        TenantId owner = known.run(run).map(RolloutCreated::tenant).orElse(null);
        Set<DeviceId> devices =
                reports.stream().map(report -> report.topic().device()).collect(Collectors.toCollection(HashSet::new));
        Map<DeviceId, DeviceContract> found = contracts.findAll(devices);
        devices.removeAll(found.keySet());
        Set<DeviceId> inLog = contracts.inLog(devices);
        List<HeardReport> fitting = new ArrayList<>();
        for (HeardReport report : reports) {
            DeviceId device = report.topic().device();
            DeviceContract contract = found.get(device);
            if (contract == null && inLog.contains(device) && mayComeYet(report)) {
                to.waiting().add(report);
                continue;
            }
            Misfit misfit = contract == null
                    ? withoutContract(device, inLog.contains(device))
                    : misfit(report, contract, run, owner);
            if (misfit == null) {
                fitting.add(report);
            } else {
                to.settled().add(arrival(report, misfit));
            }
        }
        return fitting;
    }

    private boolean mayComeYet(HeardReport report) {
        return clock.instant().isBefore(report.delivery().receivedAt().plus(contractWait));
    }

    private static Misfit withoutContract(DeviceId device, boolean inLog) {
        return inLog
                ? new Misfit(
                        QuarantineReason.CONTRACT_PENDING,
                        "Device " + device + " is registered, but its contract was not at hand in time.")
                : new Misfit(QuarantineReason.UNKNOWN_DEVICE, "No device " + device + " is registered.");
    }

    /** @param owner of the run; null if there is none */
    private static @Nullable Misfit misfit(
            HeardReport report, DeviceContract contract, RolloutRunId run, @Nullable TenantId owner) {
        TenantId tenant = report.topic().tenant();
        if (!contract.tenant().equals(tenant)) {
            return new Misfit(QuarantineReason.WRONG_TENANT, "The device is not one of tenant " + tenant + ".");
        }
        // In the same words whether there is none or it is another tenant's: nobody learns which.
        return tenant.equals(owner) ? null : as(new RolloutUnknown(run));
    }

    private List<ReportOutcome> send(RolloutRunId run, TenantId tenant, List<HeardReport> reports) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        RecordRolloutReports command = new RecordRolloutReports(
                run, reports.stream().map(HeardReport::asSaid).toList(), now);
        return Objects.requireNonNull(commands.<@Nullable List<ReportOutcome>>sendAndWait(
                command, MetaData.from(REPORTS.toMetadata(tenant.value()))));
    }

    private @Nullable Misfit count(ReportOutcome outcome, DeviceId device) {
        if (outcome == ReportOutcome.NOT_IN_COHORT) {
            return as(new DeviceNotInRollout(device));
        }
        (outcome.recorded() ? figures.reportsRecorded : figures.reportsUnchanged).increment();
        return null;
    }

    private static Arrival arrival(HeardReport report, @Nullable Misfit misfit) {
        return misfit == null
                ? new Arrival(report.delivery(), report.topic(), new Arrival.Updating())
                : Arrival.unfit(report.delivery(), report.topic(), misfit);
    }

    private static Misfit as(Rejection rejection) {
        return new Misfit(rejection.code(), rejection.message());
    }
}
