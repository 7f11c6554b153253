package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

/** A tenant whose commands are reviewed and approved before devices hear of them. */
@Requirement({"11.10(f)", "11.10(g)"})
class HeldCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant UNTIL = NOW.plus(Requests.LONGEST_HOLD);
    private static final CommandId COMMAND = CommandId.of(ACME, "ada", "1");
    private static final SignableRecord RECORD = SignableRecord.of(SignableKind.DEVICE_COMMAND, COMMAND.toString());
    private static final CommandRequested REQUESTED =
            new CommandRequested(COMMAND, ACME, PUMP, "reboot", new TreeMap<>(), 60);
    private static final CommandHeld HELD = new CommandHeld(COMMAND, PUMP, PolicyWorld.REVIEW_THEN_APPROVAL, UNTIL);

    private final PolicyWorld policies = new PolicyWorld();
    private final KnownRecordsInMemory world = RequestCommandTest.activePump();

    @Test
    void withAPolicyARequestIsHeldByThePolicyOfThatMoment() {
        RequestCommand request = new RequestCommand(COMMAND, ACME, PUMP, "reboot", new TreeMap<>(), null);
        fixture(NOW).givenNoPriorActivity().when(request).expectEvents(REQUESTED);
        policies.policy(SignableKind.DEVICE_COMMAND, PolicyWorld.REVIEW_THEN_APPROVAL);
        fixture(NOW).givenNoPriorActivity().when(request).expectEvents(REQUESTED, HELD);
        fixture(NOW)
                .given(REQUESTED, HELD)
                .when(request)
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void itIsReleasedWhenEverySignatureIsThereAndOnce() {
        SignatureId review = policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        release(NOW).expectNoEvents();
        policies.signed(RECORD, PolicyWorld.MAKER, SignatureMeaning.APPROVAL, "quality-approver");
        release(NOW).expectNoEvents();
        SignatureId approval =
                policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        CommandReleased released = new CommandReleased(COMMAND, PUMP, List.of(review, approval));
        release(NOW).expectEvents(released);
        fixture(NOW)
                .given(REQUESTED, HELD, released)
                .when(new ReleaseCommand(COMMAND))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** One signature of one step: who asked for it is not the one who gives it. */
    @Test
    void aPolicyOfOneApprovalIsASecondPersonForEachCommand() {
        SignaturePolicy second =
                new SignaturePolicy(List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 1)), false);
        CommandHeld held = new CommandHeld(COMMAND, PUMP, second, UNTIL);
        policies.signed(RECORD, PolicyWorld.MAKER, SignatureMeaning.APPROVAL, "quality-approver");
        fixture(NOW).given(REQUESTED, held).when(new ReleaseCommand(COMMAND)).expectNoEvents();
        SignatureId given =
                policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        fixture(NOW)
                .given(REQUESTED, held)
                .when(new ReleaseCommand(COMMAND))
                .expectEvents(new CommandReleased(COMMAND, PUMP, List.of(given)));
    }

    @Test
    void whatWasNotSignedInTimeIsNotReleased() {
        policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        release(UNTIL).expectNoEvents();
        release(UNTIL.minusMillis(1)).expectSuccessfulHandlerExecution();
    }

    /** Signed or not, a device out of service is told nothing; the audit trail says why. */
    @Test
    void aDeviceThatWasTakenOutOfServiceMeanwhileIsNotTold() {
        policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        world.happened(new DeviceSuspended(PUMP, LifeCycle.ACTIVE));
        release(NOW).expectEvents(new CommandCancelled(COMMAND, PUMP, CommandState.WAITING_FOR_SIGNATURES));
    }

    @Test
    void whatWasNeverHeldIsNotReleased() {
        fixture(NOW)
                .given(REQUESTED)
                .when(new ReleaseCommand(COMMAND))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void nobodySaysThatAHeldCommandWasSent() {
        fixture(NOW)
                .given(REQUESTED, HELD)
                .when(new MarkCommandSent(COMMAND, 1))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private ResultValidator<CommandAggregate> release(Instant now) {
        return fixture(now).given(REQUESTED, HELD).when(new ReleaseCommand(COMMAND));
    }

    private AggregateTestFixture<CommandAggregate> fixture(Instant now) {
        AggregateTestFixture<CommandAggregate> fixture = new AggregateTestFixture<>(CommandAggregate.class);
        fixture.registerInjectableResource(new References(world));
        fixture.registerInjectableResource(new Obstacles(
                new References(world), device -> Optional.empty(), OpenCommandLimitsTest.unlimited(), findings -> {}));
        fixture.registerInjectableResource((SignaturePolicies) policies);
        fixture.registerInjectableResource(new SignedCommands(policies.versions(), policies.standings()));
        fixture.registerInjectableResource(Clock.fixed(now, ZoneOffset.UTC));
        return fixture;
    }
}
