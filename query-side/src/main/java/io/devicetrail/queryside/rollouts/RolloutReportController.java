package io.devicetrail.queryside.rollouts;

import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.FailedDevice;
import io.devicetrail.domain.rolloutrun.report.RolloutReports;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers what a rollout came to, now or as of any moment, from the log. */
@Controller
class RolloutReportController {
    /** Code of the error for a rollout of which there is too much to be told while somebody waits. */
    static final String ROLLOUT_TOO_LONG = "ROLLOUT_TOO_LONG";
    /** Code of the error for who comes while {@link #MOST_AT_ONCE} reports are made. */
    static final String REPORTS_BUSY = "REPORTS_BUSY";
    /** Most reports that are made at once: each reads a rollout's whole history, which may be long. */
    static final int MOST_AT_ONCE = 2;

    private static final String FAILED = "failed devices of a rollout";

    private final Rollouts rollouts;
    private final RolloutReports reports;
    private final Positions positions;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    RolloutReportController(Rollouts rollouts, RolloutReports reports, Positions positions) {
        this.rollouts = rollouts;
        this.reports = reports;
        this.positions = positions;
    }

    /** The log knows no reach: whether who asks sees the rollout, and all of its tenant, is asked first. */
    @QueryMapping
    @Nullable ShownRolloutReport rolloutReport(
            @Argument String rollout,
            @Argument @Nullable Long atPosition,
            @Argument @Nullable Instant atTime,
            @Argument @Nullable Long after) {
        UUID id = GlobalId.uuid(Rollout.TYPE, rollout);
        if (atPosition != null && atTime != null) {
            throw new QueryError("BAD_AS_OF", "Ask for a position or for a time, not for both.");
        }
        if (atPosition != null && (atPosition < 0 || atPosition > positions.head())) {
            // What is answered of the past must be the answer for ever.
            throw new QueryError(Positions.POSITION_NOT_REACHED, "The log has no position " + atPosition + ".");
        }
        positions.await(ReadModelName.ROLLOUTS, after);
        Rollout seen = rollouts.byId(id).orElse(null);
        if (seen == null) {
            return null;
        }
        WholeTenant.require(seen.tenant(), "A report counts the devices of all sites");
        return inTurn(new RolloutRunId(id), atPosition, atTime)
                .map(ShownRolloutReport::new)
                .orElse(null);
    }

    private Optional<RolloutReport> inTurn(RolloutRunId run, @Nullable Long position, @Nullable Instant time) {
        if (!turns.tryAcquire()) {
            throw new QueryError(
                    REPORTS_BUSY, MOST_AT_ONCE + " reports are being made at this moment: ask again when one is done.");
        }
        try {
            if (position != null) {
                return reports.atPosition(run, position);
            }
            return time != null ? reports.atTime(run, time) : reports.now(run);
        } catch (RolloutReports.TooLong e) {
            throw new QueryError(
                    ROLLOUT_TOO_LONG,
                    "Its history is longer than is read for an answer: export the audit trail of this record, which has the"
                            + " report with it.",
                    e);
        } finally {
            turns.release();
        }
    }

    @SchemaMapping(typeName = ShownRolloutReport.TYPE)
    Page<RolloutDevice> failedDevices(
            ShownRolloutReport report, @Argument int first, @Argument @Nullable String afterCursor) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(FAILED, 1, afterCursor);
        List<RolloutDevice> rows = report.report().failed().stream()
                .filter(device -> from.isEmpty() || device.place() > from.getFirst())
                .limit(size + 1L)
                .map(RolloutReportController::shown)
                .toList();
        return Page.of(rows, size, afterCursor != null, device -> Cursor.of(FAILED, device.place()));
    }

    private static RolloutDevice shown(FailedDevice device) {
        return new RolloutDevice(
                device.device().value(),
                device.place(),
                device.wave(),
                device.state(),
                device.attempt(),
                device.code(),
                device.version(),
                device.at());
    }
}
