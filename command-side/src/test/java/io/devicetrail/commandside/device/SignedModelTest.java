package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.CONTRACT;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.ChangeDeviceModelVersion;
import io.devicetrail.domain.device.DeviceCommand.CommissionDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.SignaturesMissing;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

/** A tenant whose versions of device models are reviewed and approved before devices go by them. */
@Requirement({"11.10(f)", "11.10(g)"})
class SignedModelTest {
    private static final SignableRecord SECOND_VERSION =
            SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, PUMP_MODEL + ":2");
    private static final SignableRecord THIRD_VERSION =
            SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, PUMP_MODEL + ":3");

    private final PolicyWorld policies =
            new PolicyWorld().policy(SignableKind.DEVICE_MODEL_VERSION, PolicyWorld.REVIEW_THEN_APPROVAL);

    @Test
    void aDeviceIsNotRegisteredBeforeItsModelIsSigned() {
        SignaturesMissing both =
                missing(PolicyWorld.REVIEW_THEN_APPROVAL.steps().size());
        when(register()).expectExceptionDetails(both).expectNoEvents();
        policies.signed(SECOND_VERSION, PolicyWorld.MAKER, SignatureMeaning.REVIEW, "site-engineer");
        when(register()).expectExceptionDetails(both).expectNoEvents();
        policies.signed(SECOND_VERSION, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        when(register()).expectExceptionDetails(missing(1)).expectNoEvents();
        policies.signed(SECOND_VERSION, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        when(register()).expectEvents(pumpRegistered());
    }

    @Test
    void noneIsPutIntoServiceThatWasRegisteredBeforeThePolicy() {
        DeviceEnrolled enrolled = new DeviceEnrolled(PUMP, LifeCycle.REGISTERED);
        when(new CommissionDevice(PUMP), pumpRegistered(), enrolled)
                .expectExceptionDetails(missing(2))
                .expectNoEvents();
        policies.signed(SECOND_VERSION, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        policies.signed(SECOND_VERSION, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        when(new CommissionDevice(PUMP), pumpRegistered(), enrolled)
                .expectEvents(new DeviceCommissioned(PUMP, LifeCycle.ENROLLED));
    }

    @Test
    void noneGoesByAnotherVersionBeforeThatOneIsSigned() {
        sign(SECOND_VERSION);
        ChangeDeviceModelVersion change = new ChangeDeviceModelVersion(PUMP, 3);
        when(change, pumpRegistered())
                .expectExceptionDetails(missing(THIRD_VERSION, 2))
                .expectNoEvents();
        sign(THIRD_VERSION);
        when(change, pumpRegistered()).expectEvents(new DeviceModelVersionChanged(PUMP, 2, 3));
    }

    @Test
    void theVersionThatItHasWhenItIsPutIntoServiceCounts() {
        Object[] moved = {
            pumpRegistered(), new DeviceModelVersionChanged(PUMP, 2, 3), new DeviceEnrolled(PUMP, LifeCycle.REGISTERED)
        };
        sign(SECOND_VERSION);
        when(new CommissionDevice(PUMP), moved)
                .expectExceptionDetails(missing(THIRD_VERSION, 2))
                .expectNoEvents();
        sign(THIRD_VERSION);
        when(new CommissionDevice(PUMP), moved).expectEvents(new DeviceCommissioned(PUMP, LifeCycle.ENROLLED));
    }

    private void sign(SignableRecord version) {
        policies.signed(version, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        policies.signed(version, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
    }

    private static SignaturesMissing missing(int last) {
        return missing(SECOND_VERSION, last);
    }

    private static SignaturesMissing missing(SignableRecord version, int last) {
        int steps = PolicyWorld.REVIEW_THEN_APPROVAL.steps().size();
        return new SignaturesMissing(
                version, List.copyOf(PolicyWorld.REVIEW_THEN_APPROVAL.steps().subList(steps - last, steps)));
    }

    private ResultValidator<DeviceAggregate> when(DeviceCommand command, Object... given) {
        AggregateTestFixture<DeviceAggregate> fixture = new AggregateTestFixture<>(DeviceAggregate.class);
        fixture.registerInjectableResource(new References(
                Fixtures.world().model(PUMP_MODEL, ACME, Map.of(1, CONTRACT, 2, CONTRACT, 3, CONTRACT))));
        fixture.registerInjectableResource(policies.standings());
        return (given.length == 0 ? fixture.givenNoPriorActivity() : fixture.given(given)).when(command);
    }

    private static RegisterDevice register() {
        DeviceRegistered r = pumpRegistered();
        return new RegisterDevice(
                r.device(),
                ACME,
                r.site(),
                r.manufacturer(),
                r.serialNumber(),
                r.model(),
                r.modelVersion(),
                r.hardwareRevision(),
                r.batch(),
                r.gateway(),
                r.tags());
    }
}
