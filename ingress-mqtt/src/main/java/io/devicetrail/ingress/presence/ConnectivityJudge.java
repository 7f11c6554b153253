package io.devicetrail.ingress.presence;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityCommand.RecordJudgement;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityPolicy;
import io.devicetrail.domain.connectivity.FlappingPolicy;
import io.devicetrail.domain.connectivity.Judgement;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.connection.BrokerLink;
import io.devicetrail.ingress.presence.DueLeases.Postponed;
import io.devicetrail.ingress.presence.DueLeases.Settled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Judges due leases and has transitions recorded. Silence counts only while the broker is in reach, and only after a
 * device had time to be heard since it came into reach: our own absence is not the devices' silence.
 */
public final class ConnectivityJudge {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectivityJudge.class);
    private static final Caller JUDGE = Caller.process("connectivity-judge");
    /** How soon a lease is looked at again that could not be judged. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final FlappingPolicy FLAPPING = FlappingPolicy.DEFAULT;

    private final DueLeases leases;
    private final CommandGateway commands;
    private final BrokerLink link;
    private final Clock clock;
    private final IngressSettings.Judge settings;
    private final ConnectivityPolicy policy;
    private final Executor sender;

    /** @param sender runs the commands of one look side by side, so that the log can take them in one commit */
    public ConnectivityJudge(
            JdbcTemplate jdbc,
            CommandGateway commands,
            BrokerLink link,
            Clock clock,
            IngressSettings.Judge settings,
            Executor sender) {
        this.leases = new DueLeases(jdbc);
        this.commands = commands;
        this.link = link;
        this.clock = clock;
        this.settings = settings;
        this.policy = settings.policy();
        this.sender = sender;
    }

    /** One look. Answers how many leases were due; as many as a batch holds means that there may be more. */
    public int judgeDue() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Instant> upSince = link.upSince();
        List<DueLease> due = leases.claim(now, settings.claim(), settings.batchSize());
        List<Settled> settled = new ArrayList<>();
        List<Postponed> postponed = new ArrayList<>();
        List<CompletableFuture<@Nullable Settled>> recorded = new ArrayList<>();
        for (DueLease lease : due) {
            Judgement byLease = policy.judge(lease.lease(), now);
            Settled verdict = new Settled(lease, FLAPPING.next(lease.swings(), byLease, now), now);
            if (lease.lifeCycle() == null) {
                postponed.add(new Postponed(lease, now.plus(LATER)));
            } else if (lease.lifeCycle().ended()) {
                postponed.add(new Postponed(lease, null));
            } else if (restsOnSilence(lease, byLease) && inGrace(lease, upSince, now) && !isJudged(lease, byLease)) {
                postponed.add(new Postponed(lease, graceEnds(lease, upSince, now)));
            } else if (isJudged(lease, verdict.judgement())) {
                settled.add(verdict);
            } else {
                recorded.add(CompletableFuture.supplyAsync(() -> record(verdict), sender));
            }
        }
        leases.postpone(postponed, now.plus(settings.claim()));
        for (CompletableFuture<@Nullable Settled> future : recorded) {
            Settled one = future.join();
            if (one != null) {
                settled.add(one);
            }
        }
        leases.settle(settled);
        return due.size();
    }

    private static boolean isJudged(DueLease lease, Judgement judgement) {
        return DueLease.print(judgement).equals(lease.judged());
    }

    /** A will or goodbye was heard; everything else that is worse than online is the absence of something. */
    private static boolean restsOnSilence(DueLease lease, Judgement judgement) {
        return judgement.connectivity() != Connectivity.ONLINE
                && !(judgement.connectivity() == Connectivity.OFFLINE
                        && lease.lease().goneAt() != null);
    }

    private boolean inGrace(DueLease lease, Optional<Instant> upSince, Instant now) {
        return now.isBefore(graceEnds(lease, upSince, now));
    }

    private Instant graceEnds(DueLease lease, Optional<Instant> upSince, Instant now) {
        Duration suspect =
                Duration.ofMillis(Math.round(lease.lease().leaseSeconds() * 1_000.0 * settings.suspectAfterLeases()));
        Duration grace = suspect.compareTo(settings.longestGrace()) < 0 ? suspect : settings.longestGrace();
        return upSince.map(since -> since.plus(grace)).orElse(now.plus(LATER));
    }

    /** Null: the log could not take it, and the lease is due again when the claim on it ends. */
    private @Nullable Settled record(Settled judged) {
        DueLease due = judged.due();
        RecordJudgement command = new RecordJudgement(
                ConnectivityId.of(due.device()),
                due.device(),
                due.tenant(),
                judged.judgement(),
                due.lease(),
                judged.judgedAt());
        try {
            commands.<@Nullable Object>sendAndWait(
                    command, MetaData.from(JUDGE.toMetadata(due.tenant().value())));
            return judged;
        } catch (CommandExecutionException e) {
            if (e.getDetails().isEmpty()) {
                LOG.warn("Connectivity of {} could not be recorded yet: {}", due.device(), e.getMessage());
                return null;
            }
            LOG.info("The judgement {} of {} was refused: {}", judged.judgement(), due.device(), e.getMessage());
            return judged;
        } catch (RuntimeException e) {
            LOG.warn("Connectivity of {} could not be recorded yet: {}", due.device(), e.toString());
            return null;
        }
    }
}
