package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandAttemptFailed;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandProgressed;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandEvent.LateAnswerRecorded;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.ApproveCommand;
import io.devicetrail.domain.command.CommandOrder.CancelCommand;
import io.devicetrail.domain.command.CommandOrder.DequeueCommand;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandOrder.RefuseCommandApproval;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandOrder.WithdrawCommand;
import io.devicetrail.domain.command.CommandRejection.CommandEnded;
import io.devicetrail.domain.command.CommandRejection.CommandNotSent;
import io.devicetrail.domain.command.CommandRejection.NotAwaitingApproval;
import io.devicetrail.domain.command.CommandRejection.NotThisDevicesCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/commands.md, cell by cell: what each order does in each state. */
@Requirement("11.10(f)")
class TransitionTableTest {
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
    /** One that may be tried again, twice. */
    private static final CommandRequested REQUESTED = new CommandRequested(
            COMMAND,
            ACME,
            PUMP,
            "reboot",
            new TreeMap<>(),
            60,
            CommandClass.OPERATION,
            new RetryPolicy(3, 5, 2, 60, List.of("BUSY")),
            false);

    /** By a policy that asks for nothing more: an order to release is enough. */
    private static final CommandHeld HELD =
            new CommandHeld(COMMAND, PUMP, new SignaturePolicy(List.of(), false), Instant.EPOCH.plusSeconds(1));

    /** They come when the time of the command, and of what holds it back, is over; the rest at its beginning. */
    private static final Set<String> DEADLINES = Set.of("time out", "expire");

    private static final Instant OVER = Instant.EPOCH.plusSeconds(60);

    private static final String REQUESTER = "ada";

    /** Who gives the orders, where it matters. */
    private static final Map<String, Object> SECOND_PERSON =
            Map.of(Metadata.ACTOR_ID, "ben", Metadata.ACTOR_TYPE, ActorType.PERSON.name());

    /** The columns, in the table's order. */
    private static final Map<String, CommandOrder> ORDERS = orders();

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @MethodSource("cells")
    void theTableHolds(CommandState state, String order, String outcome) {
        ResultValidator<CommandAggregate> result = RequestCommandTest.fixture(
                        order.equals("withdraw")
                                ? RequestCommandTest.activePump().happened(new DeviceRetired(PUMP, LifeCycle.ACTIVE))
                                : RequestCommandTest.activePump(),
                        DEADLINES.contains(order) ? OVER : Instant.EPOCH)
                .givenCurrentTime(Instant.EPOCH)
                .andGiven(historyTo(state).toArray())
                .when(order(order), SECOND_PERSON);
        switch (outcome) {
            case "sent" -> result.expectEvents(new CommandSent(COMMAND, PUMP, state, 1));
            case "received", "executing", "succeeded", "failed", "rejected" -> {
                assertThat(outcome).as("an answer leads to its own state").isEqualTo(order);
                result.expectEvents(new CommandAnswered(COMMAND, PUMP, state, answer(order), "0", "ok", AT));
            }
            case "executing, progress" ->
                result.expectEvents(
                        new CommandAnswered(COMMAND, PUMP, state, CommandAnswer.EXECUTING, "0", "ok", AT),
                        new CommandProgressed(COMMAND, PUMP, 0, 40, "ok", AT));
            case "progress" -> result.expectEvents(new CommandProgressed(COMMAND, PUMP, 0, 40, "ok", AT));
            case "tried again" ->
                result.expectEvents(new CommandAttemptFailed(COMMAND, PUMP, state, 1, "BUSY", "ok", AT));
            case "retried" -> result.expectEvents(new CommandRetried(COMMAND, PUMP, state, 2, RetryReason.NO_ANSWER));
            case "dequeued" -> result.expectEvents(new CommandDequeued(COMMAND, PUMP));
            case "expired" -> result.expectEvents(new CommandExpired(COMMAND, PUMP, state));
            case "approved" ->
                result.expectEvents(new CommandApproved(COMMAND, PUMP, REQUESTER, CommandState.REQUESTED));
            case "not asked" ->
                result.expectExceptionDetails(new NotAwaitingApproval(state)).expectNoEvents();
            case "timed out" -> result.expectEvents(new CommandTimedOut(COMMAND, PUMP, state));
            case "not sent" ->
                result.expectExceptionDetails(new CommandNotSent()).expectNoEvents();
            case "released" -> result.expectEvents(new CommandReleased(COMMAND, PUMP, List.of()));
            case "cancelled" -> result.expectEvents(new CommandCancelled(COMMAND, PUMP, state));
            case "withdrawn" -> result.expectEvents(new CommandWithdrawn(COMMAND, PUMP, state, LifeCycle.RETIRED));
            case "late" ->
                result.expectEvents(new LateAnswerRecorded(
                        COMMAND, PUMP, state, answer(order), order.endsWith("BUSY") ? "BUSY" : "0", "ok", AT));
            case "–" -> result.expectSuccessfulHandlerExecution().expectNoEvents();
            case "refused" ->
                result.expectExceptionDetails(new CommandEnded(state)).expectNoEvents();
            default -> throw new AssertionError("the table says " + outcome);
        }
    }

    /** Reads the table from the document, so that the two cannot part. */
    static Stream<Arguments> cells() throws IOException {
        return rows().stream()
                .flatMap(row -> IntStream.range(0, ORDERS.size())
                        .mapToObj(column -> Arguments.of(
                                state(row.getFirst()),
                                new ArrayList<>(ORDERS.keySet()).get(column),
                                row.get(column + 1))));
    }

    @Test
    void theTableHasEveryState() throws IOException {
        assertThat(rows()).extracting(row -> state(row.getFirst())).containsExactly(CommandState.values());
    }

    @ParameterizedTest
    @EnumSource(CommandState.class)
    void anotherDevicesAnswerIsRefusedInEveryState(CommandState state) {
        RequestCommandTest.fixture(RequestCommandTest.activePump())
                .given(historyTo(state))
                .when(new RecordCommandAnswer(COMMAND, SPARE, CommandAnswer.SUCCEEDED, null, null, null, null, null))
                .expectExceptionDetails(new NotThisDevicesCommand(SPARE))
                .expectNoEvents();
    }

    /** It comes back. */
    @Test
    void aDeviceThatIsAwayForAWhileKeepsItsCommands() {
        RequestCommandTest.fixture(
                        RequestCommandTest.activePump().happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE)))
                .given(REQUESTED)
                .when(new WithdrawCommand(COMMAND))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** Whoever comes first, the turn of the command or its withdrawal: the cause is the same. */
    @Test
    void whatFindsItsDeviceGoneIsWithdrawn() {
        RequestCommandTest.fixture(RequestCommandTest.activePump().happened(new DeviceRetired(PUMP, LifeCycle.ACTIVE)))
                .given(REQUESTED, new CommandQueued(COMMAND, PUMP, HELD.until()))
                .when(new DequeueCommand(COMMAND))
                .expectEvents(new CommandWithdrawn(COMMAND, PUMP, CommandState.QUEUED, LifeCycle.RETIRED));
    }

    @Test
    void aLateAnswerIsRecordedOnce() {
        RequestCommandTest.fixture(RequestCommandTest.activePump())
                .given(
                        REQUESTED,
                        new CommandTimedOut(COMMAND, PUMP, CommandState.REQUESTED),
                        new LateAnswerRecorded(
                                COMMAND, PUMP, CommandState.TIMED_OUT, CommandAnswer.SUCCEEDED, null, null, null))
                .when(order("succeeded"))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private static List<List<String>> rows() throws IOException {
        Path document = Path.of("..", "docs", "commands.md");
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("| **"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static CommandState state(String cell) {
        return CommandState.valueOf(cell.replace("*", "").replace(' ', '_').toUpperCase(Locale.ROOT));
    }

    private static CommandOrder order(String name) {
        CommandOrder order = ORDERS.get(name);
        if (order == null) {
            throw new AssertionError("no order " + name);
        }
        return order;
    }

    private static CommandAnswer answer(String order) {
        return CommandAnswer.valueOf(order.split("[ ,]", 2)[0].toUpperCase(Locale.ROOT));
    }

    private static Map<String, CommandOrder> orders() {
        Map<String, CommandOrder> orders = new LinkedHashMap<>();
        orders.put("mark sent", new MarkCommandSent(COMMAND, 1));
        for (CommandAnswer answer : CommandAnswer.values()) {
            orders.put(
                    answer.name().toLowerCase(Locale.ROOT),
                    new RecordCommandAnswer(COMMAND, PUMP, answer, "0", "ok", AT, null, null));
        }
        orders.put(
                "executing 40 %",
                new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.EXECUTING, "0", "ok", AT, 1, 40));
        orders.put(
                "failed, BUSY",
                new RecordCommandAnswer(COMMAND, PUMP, CommandAnswer.FAILED, "BUSY", "ok", AT, 1, null));
        orders.put("retry", new RetryCommand(COMMAND, 2));
        orders.put("time out", new TimeOutCommand(COMMAND));
        orders.put("cancel", new CancelCommand(COMMAND));
        orders.put("expire", new ExpireCommand(COMMAND));
        orders.put("release", new ReleaseCommand(COMMAND));
        orders.put("dequeue", new DequeueCommand(COMMAND));
        orders.put("approve", new ApproveCommand(COMMAND));
        orders.put("refuse", new RefuseCommandApproval(COMMAND));
        orders.put("withdraw", new WithdrawCommand(COMMAND));
        return orders;
    }

    private static List<CommandEvent> historyTo(CommandState state) {
        List<CommandEvent> history = new ArrayList<>(List.of(REQUESTED));
        switch (state) {
            case REQUESTED -> {}
            case AWAITING_APPROVAL -> history.add(new CommandApprovalAsked(COMMAND, PUMP, REQUESTER, HELD.until()));
            case WAITING_FOR_SIGNATURES -> history.add(HELD);
            case QUEUED -> history.add(new CommandQueued(COMMAND, PUMP, HELD.until()));
            case SENT -> history.add(new CommandSent(COMMAND, PUMP, CommandState.REQUESTED, 1));
            case RECEIVED, EXECUTING, SUCCEEDED, FAILED, REJECTED ->
                history.add(new CommandAnswered(
                        COMMAND, PUMP, CommandState.REQUESTED, CommandAnswer.valueOf(state.name()), null, null, null));
            case TIMED_OUT -> history.add(new CommandTimedOut(COMMAND, PUMP, CommandState.REQUESTED));
            case EXPIRED -> history.add(new CommandExpired(COMMAND, PUMP, CommandState.REQUESTED));
            case CANCELLED -> history.add(new CommandCancelled(COMMAND, PUMP, CommandState.REQUESTED));
        }
        return history;
    }
}
