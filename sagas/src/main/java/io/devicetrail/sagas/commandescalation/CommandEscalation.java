package io.devicetrail.sagas.commandescalation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;

/**
 * One command that its model wants escalated: it ends in an incident, or, where it succeeds, ends the incident of those
 * before it. A command of the same name to the same device is the same matter.
 *
 * <p>Public because Axon makes sagas by a public constructor.
 */
@Saga
@ProcessingGroup("saga-command-escalation")
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public class CommandEscalation {
    static final Caller CALLER = Caller.process("command-escalation-saga");

    private static final String COMMAND = "command";

    private @Nullable TenantId tenant;
    private @Nullable String name;

    @StartSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandRequested e) {
        tenant = e.tenant();
        name = e.name();
        if (e.retry() == null || !e.retry().escalates()) {
            SagaLifecycle.end();
        }
    }

    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandAnswered e, @Timestamp Instant at, TrackingToken token, MetaData metadata, CommandGateway commands) {
        if (!e.answer().state().ended()) {
            return;
        }
        if (e.answer().state() == CommandState.SUCCEEDED) {
            succeeded(e, indexOf(token), metadata, commands);
        } else {
            failed(e, e.answer().state(), e.code(), at, indexOf(token), metadata, commands);
        }
        SagaLifecycle.end();
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandTimedOut e, @Timestamp Instant at, TrackingToken token, MetaData metadata, CommandGateway commands) {
        failed(e, CommandState.TIMED_OUT, null, at, indexOf(token), metadata, commands);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandExpired e, @Timestamp Instant at, TrackingToken token, MetaData metadata, CommandGateway commands) {
        failed(e, CommandState.EXPIRED, null, at, indexOf(token), metadata, commands);
    }

    /** Somebody gave it up: nobody has to be told. */
    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandCancelled e) {}

    /** The device left: there is nothing to mend. */
    @EndSaga
    @SagaEventHandler(associationProperty = COMMAND)
    void on(CommandWithdrawn e) {}

    private void failed(
            CommandEvent e,
            CommandState how,
            @Nullable String code,
            Instant at,
            long index,
            MetaData metadata,
            CommandGateway commands) {
        SortedMap<String, String> evidence = new TreeMap<>();
        evidence.put(COMMAND, e.command().toString());
        evidence.put("state", how.name());
        if (code != null) {
            evidence.put("code", code);
        }
        send(
                OpenIncident.of(
                                tenant(),
                                IncidentKind.COMMAND_FAILED,
                                IncidentSubject.of(e.device()),
                                matter(),
                                at,
                                evidence,
                                causeOf(e))
                        .at(index),
                metadata,
                commands);
    }

    private void succeeded(CommandEvent e, long index, MetaData metadata, CommandGateway commands) {
        IncidentId incident = IncidentId.of(IncidentKind.COMMAND_FAILED, IncidentSubject.of(e.device()), matter());
        send(new CloseIncident(incident, IncidentEnd.RECOVERED, causeOf(e)).at(index), metadata, commands);
    }

    private static long indexOf(TrackingToken token) {
        return token.position().orElseThrow(() -> new IllegalStateException("no log index in " + token));
    }

    private static String causeOf(CommandEvent e) {
        return "command " + e.command();
    }

    private TenantId tenant() {
        if (tenant == null) {
            throw new IllegalStateException("a command ended before its request was seen");
        }
        return tenant;
    }

    private String matter() {
        return String.valueOf(name);
    }

    private void send(IncidentCommand step, MetaData of, CommandGateway commands) {
        Map<String, Object> provenance = CALLER.toMetadata(tenant().toString());
        if (of.get(Metadata.SITE) instanceof String site) {
            provenance.put(Metadata.SITE, site);
        }
        commands.sendAndWait(GenericCommandMessage.asCommandMessage(step).andMetaData(provenance));
    }
}
