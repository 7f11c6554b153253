package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.command.CommandEvent.CommandAgreedByJob;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder;
import io.devicetrail.domain.command.CommandOrder.ApproveCommand;
import io.devicetrail.domain.command.CommandOrder.DequeueCommand;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.JobStart;
import io.devicetrail.domain.command.CommandOrder.RefuseCommandApproval;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandOrder.TurnAwayCommand;
import io.devicetrail.domain.command.CommandRejection.ApprovalByRequester;
import io.devicetrail.domain.command.CommandRejection.ApprovedByPeople;
import io.devicetrail.domain.command.CommandRejection.DeviceNotConnected;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.command.CommandRejection.NotAwaitingApproval;
import io.devicetrail.domain.command.CommandRejection.NotForJobs;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.matchers.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Commands of this moment, and commands that a second person has to agree to. */
@Requirement({"11.10(f)", "11.10(g)"})
class TwoPersonsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant UNTIL = NOW.plus(Requests.LONGEST_HOLD);
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    private static final String ADA = "ada";
    private static final String BEN = "ben";
    private static final CommandRequested PURGE = requested("purge", CommandClass.OPERATION, true);
    private static final CommandApprovalAsked ASKED = new CommandApprovalAsked(COMMAND, PUMP, ADA, UNTIL);
    private static final CommandHeld HELD = new CommandHeld(COMMAND, PUMP, PolicyWorld.REVIEW_THEN_APPROVAL, UNTIL);
    private static final CommandApproved APPROVED = new CommandApproved(COMMAND, PUMP, ADA, CommandState.REQUESTED);
    private static final SignableRecord RECORD = SignableRecord.of(SignableKind.DEVICE_COMMAND, COMMAND.toString());

    private static final ModelContract CONTRACT = new ModelContract(
            30,
            List.of(),
            List.of(),
            List.of(
                    new CommandDefinition("purge", List.of(), 60, CommandClass.OPERATION, null, true),
                    new CommandDefinition("set", List.of(), 60, CommandClass.CONFIGURATION, null, false),
                    new CommandDefinition("stop", List.of(), 5, CommandClass.REAL_TIME, null, false)));

    private final PolicyWorld policies = new PolicyWorld();
    private final KnownRecordsInMemory world =
            RequestCommandTest.activePump().model(Fixtures.PUMP_MODEL, ACME, Map.of(2, CONTRACT));
    private @Nullable Connectivity connectivity;

    @Test
    void aRequestWaitsForTheSecondPerson() {
        order(ADA, request("purge")).expectEvents(PURGE, ASKED);
    }

    /** Where two persons are behind it that it needs, and only there. */
    @Test
    void aJobsCommandSaysWhichStartWasItsAgreement() {
        JobStart start = new JobStart(new UUID(8, 1), 2, BEN, "Ben L.");
        order(ADA, ofJob("purge", true, start))
                .expectEvents(PURGE, new CommandAgreedByJob(COMMAND, PUMP, start.job(), 2, BEN, "Ben L."));
        order(ADA, ofJob("set", true, start))
                .expectEvents(
                        requested("set", CommandClass.CONFIGURATION, false), new CommandQueued(COMMAND, PUMP, UNTIL));
        order(ADA, ofJob("purge", true, null)).expectEvents(PURGE);
        order(ADA, ofJob("purge", false, start))
                .expectExceptionDetails(new NotForJobs("needs two persons by its model"))
                .expectNoEvents();
    }

    private static RequestJobCommand ofJob(String name, boolean agreed, @Nullable JobStart start) {
        return new RequestJobCommand(COMMAND, ACME, PUMP, name, new TreeMap<>(), null, agreed, start);
    }

    @Test
    void anotherPersonAgreesAndItGoesOn() {
        order(BEN, new ApproveCommand(COMMAND), PURGE, ASKED).expectEvents(APPROVED);
        order(BEN, new ApproveCommand(COMMAND), PURGE, ASKED, APPROVED)
                .expectExceptionDetails(new NotAwaitingApproval(CommandState.REQUESTED));
    }

    @Test
    void whoAskedForItDoesNotAgreeToIt() {
        order(ADA, new ApproveCommand(COMMAND), PURGE, ASKED)
                .expectExceptionDetails(new ApprovalByRequester())
                .expectNoEvents();
    }

    @ParameterizedTest
    @EnumSource(value = ActorType.class, names = "PERSON", mode = Mode.EXCLUDE)
    void nobodyButAPersonDecides(ActorType type) {
        for (CommandOrder decision : List.of(new ApproveCommand(COMMAND), new RefuseCommandApproval(COMMAND))) {
            fixture(NOW)
                    .given(PURGE, ASKED)
                    .when(decision, Map.of(Metadata.ACTOR_ID, BEN, Metadata.ACTOR_TYPE, type.name()))
                    .expectExceptionDetails(new ApprovedByPeople())
                    .expectNoEvents();
        }
    }

    @Test
    void itIsRefusedByAnyoneWhoMay() {
        CommandCancelled cancelled = new CommandCancelled(COMMAND, PUMP, CommandState.AWAITING_APPROVAL);
        order(BEN, new RefuseCommandApproval(COMMAND), PURGE, ASKED).expectEvents(cancelled);
        order(ADA, new RefuseCommandApproval(COMMAND), PURGE, ASKED).expectEvents(cancelled);
    }

    @Test
    void whatNobodyAgreedToInTimeIsNotApproved() {
        fixture(UNTIL)
                .given(PURGE, ASKED)
                .when(new ApproveCommand(COMMAND), person(BEN))
                .expectExceptionDetails(new NotAwaitingApproval(CommandState.AWAITING_APPROVAL));
        fixture(UNTIL.minusMillis(1))
                .given(PURGE, ASKED)
                .when(new ApproveCommand(COMMAND), person(BEN))
                .expectEvents(APPROVED);
    }

    @Test
    void aDeviceThatWasTakenOutOfServiceMeanwhileIsNotTold() {
        world.happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        order(BEN, new ApproveCommand(COMMAND), PURGE, ASKED)
                .expectEvents(APPROVED, new CommandCancelled(COMMAND, PUMP, CommandState.REQUESTED));
    }

    /** The decision is the person's, and the end the platform's: each is on record with its own reason. */
    @Test
    void thePersonsReasonIsNotThatOfTheEnd() {
        world.happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        fixture(NOW)
                .given(PURGE, ASKED)
                .when(new ApproveCommand(COMMAND), person(BEN))
                .expectEventsMatching(Matchers.exactSequenceOf(
                        Matchers.predicate(reason(null)),
                        Matchers.predicate(reason(new DeviceNotInService(LifeCycle.SUSPENDED).message()))));
    }

    private static Predicate<EventMessage<?>> reason(@Nullable String expected) {
        return event -> Objects.equals(event.getMetaData().get(Metadata.REASON), expected);
    }

    @Test
    void whoFindsTheQueueFullIsTurnedAwayWithAReason() {
        fixture(NOW)
                .given(requested("set", CommandClass.CONFIGURATION, false), new CommandQueued(COMMAND, PUMP, UNTIL))
                .when(new TurnAwayCommand(COMMAND, 50))
                .expectEvents(new CommandExpired(COMMAND, PUMP, CommandState.QUEUED))
                .expectEventsMatching(Matchers.exactSequenceOf(
                        Matchers.predicate(reason("50 configurations of the device wait already."))));
        order(ADA, new TurnAwayCommand(COMMAND, 50), requested("set", CommandClass.CONFIGURATION, false))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** A deadline of a hold that was followed by another, or that comes too early. */
    @Test
    void onlyTheHoldInForceExpires() {
        CommandRequested set = requested("set", CommandClass.CONFIGURATION, true);
        Instant later = UNTIL.plusSeconds(3_600);
        Object[] queued = {set, ASKED, APPROVED, new CommandQueued(COMMAND, PUMP, later)};
        CommandExpired expired = new CommandExpired(COMMAND, PUMP, CommandState.QUEUED);
        deadline(new ExpireCommand(COMMAND), UNTIL, queued).expectNoEvents();
        deadline(new ExpireCommand(COMMAND), later.minus(Due.TOLERANCE).minusMillis(1), queued)
                .expectNoEvents();
        deadline(new ExpireCommand(COMMAND), later.minus(Due.TOLERANCE), queued).expectEvents(expired);
        CommandApproved waits = new CommandApproved(COMMAND, PUMP, ADA, CommandState.WAITING_FOR_SIGNATURES);
        for (Instant early : List.of(NOW, UNTIL.minus(Due.TOLERANCE).minusMillis(1))) {
            deadline(new ExpireCommand(COMMAND), early, PURGE, ASKED).expectNoEvents();
            deadline(new ExpireCommand(COMMAND), early, PURGE, HELD, ASKED, waits)
                    .expectNoEvents();
        }
        deadline(new ExpireCommand(COMMAND), UNTIL, PURGE, HELD, ASKED, waits)
                .expectEvents(new CommandExpired(COMMAND, PUMP, CommandState.WAITING_FOR_SIGNATURES));
    }

    /** All events of the history are of {@link #NOW}: so late its time begins. */
    @Test
    void whatTimesOutHasHadItsTimeFromWhenItBegan() {
        Object[] approved = {PURGE, ASKED, APPROVED};
        Instant over = NOW.plusSeconds(60);
        deadline(new TimeOutCommand(COMMAND), over.minus(Due.TOLERANCE).minusMillis(1), approved)
                .expectNoEvents();
        deadline(new TimeOutCommand(COMMAND), over, approved)
                .expectEvents(new CommandExpired(COMMAND, PUMP, CommandState.REQUESTED));
    }

    private ResultValidator<CommandAggregate> deadline(CommandOrder order, Instant now, Object... history) {
        return fixture(now).givenCurrentTime(NOW).andGiven(history).when(order).expectSuccessfulHandlerExecution();
    }

    @Test
    void approvalComesBeforeSignaturesAndThoseOfMeanwhileCount() {
        policies.policy(SignableKind.DEVICE_COMMAND, PolicyWorld.REVIEW_THEN_APPROVAL);
        order(ADA, request("purge")).expectEvents(PURGE, HELD, ASKED);
        CommandApproved waits = new CommandApproved(COMMAND, PUMP, ADA, CommandState.WAITING_FOR_SIGNATURES);
        order(BEN, new ApproveCommand(COMMAND), PURGE, HELD, ASKED).expectEvents(waits);
        SignatureId review = policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        SignatureId approval =
                policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        order(ADA, new ReleaseCommand(COMMAND), PURGE, HELD, ASKED).expectNoEvents();
        CommandReleased released = new CommandReleased(COMMAND, PUMP, List.of(review, approval));
        order(BEN, new ApproveCommand(COMMAND), PURGE, HELD, ASKED).expectEvents(waits, released);
        order(BEN, new ReleaseCommand(COMMAND), PURGE, HELD, ASKED, waits).expectEvents(released);
    }

    @Test
    void aConfigurationQueuesWhenNothingElseHoldsItBack() {
        CommandRequested set = requested("set", CommandClass.CONFIGURATION, false);
        CommandQueued queued = new CommandQueued(COMMAND, PUMP, UNTIL);
        order(ADA, request("set")).expectEvents(set, queued);
        CommandRequested decided = requested("set", CommandClass.CONFIGURATION, true);
        order(BEN, new ApproveCommand(COMMAND), decided, ASKED).expectEvents(APPROVED, queued);
        policies.policy(SignableKind.DEVICE_COMMAND, PolicyWorld.REVIEW_THEN_APPROVAL);
        order(ADA, request("set")).expectEvents(set, HELD);
        SignatureId review = policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        SignatureId approval =
                policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        order(ADA, new ReleaseCommand(COMMAND), set, HELD)
                .expectEvents(new CommandReleased(COMMAND, PUMP, List.of(review, approval)), queued);
    }

    @Test
    void aConfigurationWhoseTurnComesTooLateForTheDeviceIsNotTold() {
        world.happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        order(
                        ADA,
                        new DequeueCommand(COMMAND),
                        requested("set", CommandClass.CONFIGURATION, false),
                        new CommandQueued(COMMAND, PUMP, UNTIL))
                .expectEvents(new CommandCancelled(COMMAND, PUMP, CommandState.QUEUED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Connectivity.class,
            names = {"OFFLINE", "STALE"})
    void thisMomentIsNoneForADeviceThatCannotBeHeard(Connectivity judged) {
        connectivity = judged;
        order(ADA, request("stop"))
                .expectExceptionDetails(new DeviceNotConnected(judged))
                .expectNoEvents();
        order(ADA, request("purge")).expectEvents(PURGE, ASKED);
        CommandRequested late = requested("stop", CommandClass.REAL_TIME, true);
        order(BEN, new ApproveCommand(COMMAND), late, ASKED)
                .expectEvents(APPROVED, new CommandCancelled(COMMAND, PUMP, CommandState.REQUESTED));
    }

    @Test
    void aDeviceThatWasNeverJudgedOrIsSuspectMayHearIt() {
        CommandRequested stop = new CommandRequested(
                COMMAND, ACME, PUMP, "stop", new TreeMap<>(), 5, CommandClass.REAL_TIME, null, false);
        order(ADA, request("stop")).expectEvents(stop);
        connectivity = Connectivity.SUSPECT;
        order(ADA, request("stop")).expectEvents(stop);
    }

    private ResultValidator<CommandAggregate> order(String person, CommandOrder order, Object... history) {
        return fixture(NOW).given(history).when(order, person(person));
    }

    private static Map<String, Object> person(String id) {
        return Map.of(Metadata.ACTOR_ID, id, Metadata.ACTOR_TYPE, ActorType.PERSON.name());
    }

    private static RequestCommand request(String name) {
        return new RequestCommand(COMMAND, ACME, PUMP, name, new TreeMap<>(), null);
    }

    private static CommandRequested requested(String name, CommandClass of, boolean twoPersons) {
        return new CommandRequested(COMMAND, ACME, PUMP, name, new TreeMap<>(), 60, of, null, twoPersons);
    }

    private AggregateTestFixture<CommandAggregate> fixture(Instant now) {
        return RequestCommandTest.fixture(world, policies, device -> Optional.ofNullable(connectivity), now);
    }
}
