package io.devicetrail.ingress.release;

import io.devicetrail.domain.quarantine.KnownReleases;
import io.devicetrail.domain.quarantine.QuarantineCommand;
import io.devicetrail.domain.quarantine.QuarantineCommand.SettleQuarantineRelease;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.intake.Unstorable;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.quarantine.QuarantineStore.Kept;
import io.devicetrail.ingress.telemetry.StoredTelemetry;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries releases out, in this order: (1) the values are stored, in a transaction of their own, as short as the intake's;
 * (2) the log is told what became of it; (3) from the log the quarantine shows it. After a crash in between it is done
 * again: what is stored is known by its arrival, and where the log has said something nothing more is done. A lease is not
 * renewed, as the device was not heard now.
 */
@ProcessingGroup(QuarantineCommand.PROCESSOR)
@DisallowReplay
public final class WhenReleasedThenReadAgain {
    private static final Logger LOG = LoggerFactory.getLogger(WhenReleasedThenReadAgain.class);
    private static final Caller RELEASE = Caller.process(QuarantineCommand.PROCESSOR);

    private final QuarantineStore quarantine;
    private final TelemetryStore telemetry;
    private final TransactionTemplate ownTransaction;
    private final SecondReading reading;
    private final KnownReleases known;
    private final CommandGateway commands;
    private final Clock clock;
    private final IngressFigures figures;

    private record Outcome(String code, String detail) {}

    public WhenReleasedThenReadAgain(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SecondReading reading,
            KnownReleases known,
            CommandGateway commands,
            Clock clock,
            IngressFigures figures) {
        this.quarantine = new QuarantineStore(jdbc);
        this.telemetry = new TelemetryStore(jdbc);
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.reading = reading;
        this.known = known;
        this.commands = commands;
        this.clock = clock;
        this.figures = figures;
    }

    @EventHandler
    public void on(QuarantinedMessageReleased released, TrackingToken token, MetaData metadata) {
        quarantine.begin(released.number(), released.release(), token.position().orElseThrow());
        // By the log, not by the table: that may have been taken back with a transaction, or changed by somebody.
        if (known.isSettled(released.message(), released.release())) {
            return;
        }
        Outcome outcome = quarantine
                .find(released.number())
                .map(found -> outcome(released, found))
                .orElseGet(() ->
                        new Outcome(QuarantineReleaseSettled.NOT_KEPT, "The message is not in quarantine any more."));
        commands.<@Nullable Object>sendAndWait(
                new SettleQuarantineRelease(
                        released.message(),
                        released.tenant(),
                        released.device(),
                        released.number(),
                        released.release(),
                        outcome.code(),
                        outcome.detail()),
                caller(released, metadata));
    }

    @EventHandler
    public void on(QuarantineReleaseSettled settled, @Timestamp Instant recordedAt) {
        if (!settled.outcome().equals(QuarantineReleaseSettled.TAKEN_IN)) {
            LOG.warn(
                    "The release of quarantined message {} came to nothing: {}, {}",
                    settled.number(),
                    settled.outcome(),
                    settled.detail());
        }
        quarantine.settle(settled.number(), settled.release(), settled.outcome(), settled.detail(), recordedAt);
    }

    private Outcome outcome(QuarantinedMessageReleased released, Kept kept) {
        if (!isOf(released, kept)) {
            return new Outcome(
                    QuarantineReleaseSettled.CHANGED_SINCE,
                    "What is kept is not the message that was released, and was not read.");
        }
        try {
            if (!reading.isStored(kept)) {
                store(kept);
            }
            return new Outcome(QuarantineReleaseSettled.TAKEN_IN, "The values are stored as of their arrival.");
        } catch (Misfit misfit) {
            return new Outcome(misfit.reason(), misfit.detail());
        } catch (DataAccessException e) {
            if (!Unstorable.isThe(e)) {
                throw e;
            }
            LOG.error("Quarantined message {} fits and cannot be stored", released.number(), e);
            Misfit refused = new Misfit(QuarantineReason.NOT_STORABLE, e.toString());
            return new Outcome(refused.reason(), refused.detail());
        }
    }

    private void store(Kept kept) {
        StoredTelemetry read = reading.read(kept);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Integer fresh = ownTransaction.execute(ignored -> telemetry.store(List.of(read), now));
        if (fresh != null && fresh > 0) {
            figures.stored.add(fresh);
        } else if (!reading.isStored(kept)) {
            throw SecondReading.storedBefore(read);
        }
    }

    private static boolean isOf(QuarantinedMessageReleased released, Kept kept) {
        Topic said = new Topic.Telemetry(released.tenant(), released.device());
        return kept.topic().equals(said.print())
                && kept.receivedAt().equals(released.receivedAt())
                && kept.size() == released.size()
                && kept.reason().equals(released.misfit())
                && KeptMessages.sha256(kept).equals(released.sha256());
    }

    /** Where the release was, so that who sees the one sees the other. */
    private static MetaData caller(QuarantinedMessageReleased released, MetaData metadata) {
        Map<String, Object> caller = RELEASE.toMetadata(released.tenant().value());
        Object site = metadata.get(Metadata.SITE);
        if (site != null) {
            caller.put(Metadata.SITE, site);
        }
        return MetaData.from(caller);
    }
}
