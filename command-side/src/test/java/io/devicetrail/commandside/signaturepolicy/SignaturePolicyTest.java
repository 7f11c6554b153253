package io.devicetrail.commandside.signaturepolicy;

import static io.devicetrail.commandside.Fixtures.ACME;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.SetSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyCommand.WithdrawSignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicySet;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.SignaturePolicyWithdrawn;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.MeaningUnfit;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.NoPolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.PolicyUnchanged;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.RoleUnfit;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("11.10(g)")
class SignaturePolicyTest {
    private static final SignableKind KIND = SignableKind.DEVICE_COMMAND;
    private static final SignaturePolicyId ID = SignaturePolicyId.of(ACME, KIND);
    private static final SignaturePolicy ONE = policy(step(SignatureMeaning.APPROVAL, "quality-approver"));
    private static final SignaturePolicy OTHER = policy(step(SignatureMeaning.REVIEW));

    private final AggregateTestFixture<SignaturePolicyAggregate> fixture =
            Fixtures.fixture(SignaturePolicyAggregate.class, Fixtures.world());

    @Test
    void aPolicyIsSetChangedAndWithdrawnWithWhatWasBefore() {
        fixture.givenNoPriorActivity().when(set(ONE)).expectEvents(isSet(null, ONE));
        fixture.given(isSet(null, ONE)).when(set(OTHER)).expectEvents(isSet(ONE, OTHER));
        fixture.given(isSet(null, ONE))
                .when(new WithdrawSignaturePolicy(ACME, KIND))
                .expectEvents(withdrawn(ONE));
        fixture.given(isSet(null, ONE), withdrawn(ONE)).when(set(ONE)).expectEvents(isSet(null, ONE));
    }

    @Test
    void whatChangesNothingIsRefused() {
        fixture.given(isSet(null, ONE))
                .when(set(ONE))
                .expectExceptionDetails(new PolicyUnchanged())
                .expectNoEvents();
        fixture.given(isSet(null, ONE), withdrawn(ONE))
                .when(new WithdrawSignaturePolicy(ACME, KIND))
                .expectExceptionDetails(new NoPolicy(KIND))
                .expectNoEvents();
        fixture.givenNoPriorActivity()
                .when(new WithdrawSignaturePolicy(ACME, KIND))
                .expectExceptionDetails(new NoPolicy(KIND))
                .expectNoEvents();
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatNobodyCouldEverCompleteIsRefused(SignatureStep step, Rejection why) {
        fixture.givenNoPriorActivity()
                .when(set(policy(step(SignatureMeaning.REVIEW), step)))
                .expectExceptionDetails(why)
                .expectNoEvents();
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of(step(SignatureMeaning.AUTHORSHIP), new MeaningUnfit(SignatureMeaning.AUTHORSHIP)),
                unfit(SignatureMeaning.APPROVAL, "operator"),
                unfit(SignatureMeaning.RESPONSIBILITY, "quality-approver"),
                unfit(SignatureMeaning.REVIEW, "auditor"),
                unfit(SignatureMeaning.REVIEW, "integrator"),
                unfit(SignatureMeaning.RELEASE, "tenant-administrator"),
                unfit(SignatureMeaning.REVIEW, "nobody"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "installation"})
    void aPolicyIsOfATenantThatThereIs(String tenant) {
        TenantId none = new TenantId(tenant);
        fixture.givenNoPriorActivity()
                .when(new SetSignaturePolicy(none, KIND, ONE.steps(), false))
                .expectExceptionDetails(new TenantUnknown(none))
                .expectNoEvents();
        fixture.givenNoPriorActivity()
                .when(new WithdrawSignaturePolicy(none, KIND))
                .expectExceptionDetails(new TenantUnknown(none))
                .expectNoEvents();
    }

    private static Arguments unfit(SignatureMeaning meaning, String role) {
        return Arguments.of(step(meaning, role), new RoleUnfit(role, meaning));
    }

    private static SetSignaturePolicy set(SignaturePolicy policy) {
        return new SetSignaturePolicy(ACME, KIND, policy.steps(), policy.ordered());
    }

    private static SignaturePolicySet isSet(@Nullable SignaturePolicy from, SignaturePolicy to) {
        return new SignaturePolicySet(ID, ACME, KIND, from, to);
    }

    private static SignaturePolicyWithdrawn withdrawn(SignaturePolicy from) {
        return new SignaturePolicyWithdrawn(ID, ACME, KIND, from);
    }

    private static SignaturePolicy policy(SignatureStep... steps) {
        return new SignaturePolicy(List.of(steps), true);
    }

    private static SignatureStep step(SignatureMeaning meaning, String... roles) {
        return new SignatureStep(meaning, List.of(roles), 1);
    }
}
