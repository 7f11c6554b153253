package io.devicetrail.sagas.silence;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.Settling;
import io.devicetrail.domain.incident.SilencePolicy;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStandings;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.saga.MetaDataAssociationResolver;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a tenant's devices when the first change of their connectivity has settled, when the next of those that
 * changed meanwhile has, and again until there is nothing left to do: ten thousand transitions are a few looks, and a
 * blink is nothing.
 * What is to be done follows from how things stand and not from the events, so that a look too many, too late or
 * after a crash does no harm.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-silence-watch")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class SilenceWatch {
    /** Due when what changed has had time to change back, or to take others with it. */
    static final String LOOK = "silence-look";

    /** Most incidents opened and closed at one look; the rest comes at the next. */
    static final int MOST_STEPS = 500;

    /**
     * Looks in a row that found something to do: after so many it looks no more at what should be done by now, until
     * the next change. What goes silent within the time to settle is no more than {@link SilenceSettings#pause} looks.
     */
    static final int MOST_LOOKS = 100;

    static final Caller CALLER = Caller.process("silence-watch");

    private static final String TENANT = "tenant";
    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);

    private @Nullable TenantId tenant;
    /** Null unless a look is due. */
    private @Nullable String deadline;
    /** Since the last change: those that found something to do. */
    private int looks;

    @StartSaga
    @SagaEventHandler(associationProperty = TENANT)
    void on(ConnectivityChanged e, @Timestamp Instant changedAt, SilenceSettings settings, DeadlineManager deadlines) {
        // A device that is online at its first word was not missed by anybody.
        lookAfter(
                e.tenant(),
                e.from() != null || e.to() != Connectivity.ONLINE,
                changedAt.plus(settings.settle()),
                deadlines);
    }

    /** One that leaves service is waited for no more; one that comes back may have been silent all the while. */
    @StartSaga
    @SagaEventHandler(associationProperty = TENANT, associationResolver = MetaDataAssociationResolver.class)
    void on(
            LifeCycleEvent e,
            @MetaDataValue(value = Metadata.TENANT, required = true) String of,
            @Timestamp Instant changedAt,
            SilenceSettings settings,
            DeadlineManager deadlines) {
        lookAfter(new TenantId(of), true, changedAt.plus(settings.settle()), deadlines);
    }

    private void lookAfter(TenantId of, boolean matters, Instant settled, DeadlineManager deadlines) {
        tenant = of;
        looks = 0;
        if (deadline == null && matters) {
            deadline = deadlines.schedule(settled, LOOK, of.toString());
        } else if (deadline == null) {
            SagaLifecycle.end();
        }
    }

    /** Where it cannot be told how things stand, as what tells it is behind, the look is put off. */
    @DeadlineHandler(deadlineName = LOOK)
    void look(
            String tenantId,
            @Timestamp Instant now,
            SiteStandings standings,
            SilenceSettings settings,
            CommandGateway commands,
            DeadlineManager deadlines) {
        TenantId of = new TenantId(tenantId);
        List<SiteStanding> sites;
        try {
            sites = standings.of(of);
        } catch (TimeoutException e) {
            LOG.info("How the devices of {} stand is not known yet: {}", tenantId, e.getMessage());
            deadline = deadlines.schedule(settings.settle(), LOOK, tenantId);
            return;
        }
        Settling settling = new Settling(now, settings.settle());
        int steps = 0;
        for (SiteStanding standing : sites) {
            List<IncidentCommand> due = SilencePolicy.DEFAULT.decide(of, standing, settling);
            for (IncidentCommand step : due.subList(0, Math.min(due.size(), MOST_STEPS - steps))) {
                send(step, of, standing, commands);
                steps++;
            }
        }
        Instant young = sites.stream()
                .flatMap(standing -> settling.next(standing).stream())
                .min(Instant::compareTo)
                .orElse(null);
        again(now, steps > 0, young, settings, tenantId, deadlines);
    }

    /**
     * After what there was to do, the time to settle later: what could not be done is tried then. And when the next of
     * what is too young has settled, with those that settle shortly after it.
     */
    private void again(
            Instant now,
            boolean found,
            @Nullable Instant young,
            SilenceSettings settings,
            String tenantId,
            DeadlineManager deadlines) {
        looks = found ? looks + 1 : looks;
        deadline = null;
        Instant next = found && looks < MOST_LOOKS ? now.plus(settings.settle()) : null;
        if (young != null && (next == null || young.isBefore(next))) {
            Instant earliest = now.plus(settings.pause());
            next = young.isBefore(earliest) ? earliest : young;
        }
        if (next == null) {
            SagaLifecycle.end();
        } else {
            deadline = deadlines.schedule(next, LOOK, tenantId);
        }
    }

    /** One that fails keeps none from the others: the next look finds it again. */
    private static void send(IncidentCommand step, TenantId tenant, SiteStanding standing, CommandGateway commands) {
        Map<String, Object> provenance = CALLER.toMetadata(tenant.toString());
        provenance.put(Metadata.SITE, standing.site().toString());
        try {
            commands.sendAndWait(GenericCommandMessage.asCommandMessage(step).andMetaData(provenance));
        } catch (RuntimeException e) {
            LOG.warn("{} was not taken, and is tried again at the next look", step, e);
        }
    }
}
