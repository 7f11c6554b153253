package io.devicetrail.sagas.commandescalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.TestedIndex;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class CommandEscalationTest {
    private static final CommandId COMMAND = new CommandId(UUID.fromString("0d4f3c1e-0000-4000-8000-000000000001"));
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final IncidentSubject OF_PUMP = IncidentSubject.of(PUMP);
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final RetryPolicy ESCALATED = new RetryPolicy(3, 5, 2, 8, List.of(), true);

    private static final long INDEX = 4711;

    private final SagaTestFixture<CommandEscalation> saga = new SagaTestFixture<>(CommandEscalation.class);

    @BeforeEach
    void readsTheLog() {
        saga.registerParameterResolverFactory(new TestedIndex(INDEX));
    }

    @ParameterizedTest
    @MethodSource("others")
    void aCommandThatIsNotToBeEscalatedIsNobodysBusiness(@Nullable RetryPolicy retry) throws Exception {
        saga.givenCurrentTime(TEN).whenPublishingA(requested(retry)).expectActiveSagas(0);
        saga.givenCurrentTime(TEN)
                .andThenAPublished(requested(retry))
                .whenPublishingA(new CommandTimedOut(COMMAND, PUMP, CommandState.SENT))
                .expectNoDispatchedCommands();
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of((Object) null),
                Arguments.of(new RetryPolicy(3, 5, 2, 8, List.of())),
                Arguments.of(new RetryPolicy(3, 5, 2, 8, List.of(), false)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void oneThatCameToNothingIsAnIncident(CommandEvent end, Map<String, String> evidence) throws Exception {
        TreeMap<String, String> all = new TreeMap<>(evidence);
        all.put("command", COMMAND.toString());
        saga.givenCurrentTime(TEN)
                .andThenAPublished(requested(ESCALATED))
                .whenPublishingA(end)
                .expectActiveSagas(0)
                .expectDispatchedCommands(OpenIncident.of(
                                ACME, IncidentKind.COMMAND_FAILED, OF_PUMP, "dose", TEN, all, "command " + COMMAND)
                        .at(INDEX));
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .singleElement()
                .satisfies(sent -> assertThat(sent.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.ACTOR_ID, "command-escalation-saga"));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(answered(CommandAnswer.FAILED, "E7"), Map.of("state", "FAILED", "code", "E7")),
                Arguments.of(answered(CommandAnswer.REJECTED, null), Map.of("state", "REJECTED")),
                Arguments.of(new CommandTimedOut(COMMAND, PUMP, CommandState.EXECUTING), Map.of("state", "TIMED_OUT")),
                Arguments.of(new CommandExpired(COMMAND, PUMP, CommandState.SENT), Map.of("state", "EXPIRED")));
    }

    @Test
    void oneThatSucceededEndsTheIncidentOfThoseBeforeIt() throws Exception {
        saga.givenCurrentTime(TEN)
                .andThenAPublished(requested(ESCALATED))
                .whenPublishingA(answered(CommandAnswer.SUCCEEDED, "0"))
                .expectActiveSagas(0)
                .expectDispatchedCommands(new CloseIncident(
                                IncidentId.of(IncidentKind.COMMAND_FAILED, OF_PUMP, "dose"),
                                IncidentEnd.RECOVERED,
                                "command " + COMMAND)
                        .at(INDEX));
    }

    @Test
    void oneThatRunsIsNoEnd() throws Exception {
        saga.givenCurrentTime(TEN)
                .andThenAPublished(requested(ESCALATED))
                .whenPublishingA(answered(CommandAnswer.EXECUTING, null))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @Test
    void oneThatSomebodyGaveUpIsNoIncident() throws Exception {
        saga.givenCurrentTime(TEN)
                .andThenAPublished(requested(ESCALATED))
                .whenPublishingA(new CommandCancelled(COMMAND, PUMP, CommandState.SENT))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"tenant\":\"acme\",\"name\":\"dose\"}";
        CommandEscalation read = json.readValue(stored, CommandEscalation.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }

    private static CommandRequested requested(@Nullable RetryPolicy retry) {
        return new CommandRequested(
                COMMAND, ACME, PUMP, "dose", new TreeMap<>(), 30, CommandClass.OPERATION, retry, false);
    }

    private static CommandAnswered answered(CommandAnswer answer, @Nullable String code) {
        return new CommandAnswered(COMMAND, PUMP, CommandState.SENT, answer, code, null, null);
    }
}
