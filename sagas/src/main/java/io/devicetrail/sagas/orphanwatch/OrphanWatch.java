package io.devicetrail.sagas.orphanwatch;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.OrphanedDevices;
import io.devicetrail.domain.incident.OrphanedDevices.Orphan;
import io.devicetrail.domain.incident.OrphanedDevices.Settled;
import io.devicetrail.domain.incident.OrphanedDevices.Standing;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.saga.MetaDataAssociationResolver;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a tenant's devices once an hour, from its first one on and for ever: time alone makes an orphan. What is
 * to be done follows from how things stand, so that a look too many does no harm.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-orphan-watch")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class OrphanWatch {
    static final String LOOK = "orphan-look";

    static final Duration INTERVAL = Duration.ofHours(1);

    /** Most incidents opened and closed at one look; the rest comes at the next. */
    static final int MOST_STEPS = 500;

    static final Caller CALLER = Caller.process("orphan-watch");

    private static final String TENANT = "tenant";
    /** No tenant's name has one. */
    private static final String BEFORE_NUMBER = " ";

    private static final Logger LOG = LoggerFactory.getLogger(OrphanWatch.class);

    /** Null before the first look is set. */
    private @Nullable String deadline;
    /** How many looks there were: a deadline that comes twice is the same one. */
    private long looks;

    @StartSaga
    @SagaEventHandler(associationProperty = TENANT)
    void on(DeviceRegistered e, @Timestamp Instant registeredAt, DeadlineManager deadlines) {
        begin(e.tenant().toString(), registeredAt, deadlines);
    }

    /** Where the watch was lost with its store, and the registrations are not read again. */
    @StartSaga
    @SagaEventHandler(associationProperty = TENANT, associationResolver = MetaDataAssociationResolver.class)
    void on(
            LifeCycleEvent e,
            @MetaDataValue(value = Metadata.TENANT, required = true) String tenant,
            @Timestamp Instant changedAt,
            DeadlineManager deadlines) {
        begin(tenant, changedAt, deadlines);
    }

    /** As of a step of the life cycle; transitions of connectivity would be too many, and many of them are one incident. */
    @StartSaga
    @SagaEventHandler(associationProperty = TENANT)
    void on(IncidentOpened e, @Timestamp Instant openedAt, DeadlineManager deadlines) {
        begin(e.tenant().toString(), openedAt, deadlines);
    }

    private void begin(String tenant, Instant at, DeadlineManager deadlines) {
        if (deadline == null) {
            deadline = deadlines.schedule(at.plus(INTERVAL), LOOK, due(tenant));
        }
    }

    /** Where it cannot be told how things stand, as what tells it is behind, the next look comes in its time. */
    @DeadlineHandler(deadlineName = LOOK)
    void look(String due, OrphanedDevices orphans, CommandGateway commands, DeadlineManager deadlines) {
        TenantId tenant = new TenantId(due.split(BEFORE_NUMBER, 2)[0]);
        if (!due.equals(due(tenant.toString()))) {
            return;
        }
        try {
            send(orphans.of(tenant), tenant, commands);
        } catch (TimeoutException e) {
            LOG.info("Which devices of {} are orphans is not known yet: {}", tenant, e.getMessage());
        }
        looks++;
        deadline = deadlines.schedule(INTERVAL, LOOK, due(tenant.toString()));
    }

    /** The first has no number, as those of before had none. */
    private String due(String tenant) {
        return looks == 0 ? tenant : tenant + BEFORE_NUMBER + looks;
    }

    private static void send(Standing standing, TenantId tenant, CommandGateway commands) {
        Stream.<IncidentCommand>concat(
                        standing.settled().stream().map(OrphanWatch::close),
                        standing.untold().stream().map(orphan -> open(tenant, orphan)))
                .limit(MOST_STEPS)
                .forEach(step -> send(step, tenant, commands));
    }

    /** One that fails keeps none from the others: the next look finds it again. */
    private static void send(IncidentCommand step, TenantId tenant, CommandGateway commands) {
        try {
            commands.sendAndWait(
                    GenericCommandMessage.asCommandMessage(step).andMetaData(CALLER.toMetadata(tenant.toString())));
        } catch (RuntimeException e) {
            LOG.warn("{} was not taken, and is tried again at the next look", step, e);
        }
    }

    private static OpenIncident open(TenantId tenant, Orphan orphan) {
        return OpenIncident.of(
                tenant,
                IncidentKind.ORPHAN,
                IncidentSubject.of(orphan.device()),
                "",
                orphan.since(),
                new TreeMap<>(Map.of("reason", orphan.reason().name())),
                // The same time may be the cause of two, as a certificate that comes and goes does not move it.
                orphan.reason() + " since " + orphan.since() + ", after " + orphan.before());
    }

    private static CloseIncident close(Settled settled) {
        return new CloseIncident(
                IncidentId.of(IncidentKind.ORPHAN, IncidentSubject.of(settled.device()), ""),
                settled.ended() ? IncidentEnd.OUT_OF_SERVICE : IncidentEnd.RECOVERED,
                "end of " + settled.number());
    }
}
