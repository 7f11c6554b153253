package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.CONTENT;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.CohortNotAsExpected;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.PlanNotAsCreated;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.SignaturesMissing;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartRolloutTest {
    private static final SignableRecord RECORD = SignableRecord.of(SignableKind.ROLLOUT_PLAN, PLAN.toString());
    private static final StartRollout START = new StartRollout(RUN, 4, COHORT_HASH);

    private final PolicyWorld policies =
            new PolicyWorld().policy(SignableKind.ROLLOUT_PLAN, PolicyWorld.REVIEW_THEN_APPROVAL);

    @Test
    void withoutAPolicyWhoHasSeenTheCohortStartsIt() {
        Runs.fixture().given(Runs.created()).when(START, ADA).expectEvents(Runs.startedEvent());
    }

    @Test
    @Requirement("11.10(f)")
    void aPlanThatIsSignedAsThePolicyAsksIsStartedAndTheSignaturesAreNamed() {
        var review = policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        var approval = policies.signed(RECORD, PolicyWorld.APPROVER, SignatureMeaning.APPROVAL, "quality-approver");
        Runs.fixture(Runs.plan(), policies)
                .given(Runs.created())
                .when(START, ADA)
                .expectEvents(new RolloutStarted(
                        RUN,
                        ACME,
                        PLAN,
                        1,
                        PLAN_HASH,
                        COHORT_HASH,
                        CONTENT.release().sha256(),
                        List.of(review, approval)));
    }

    @Test
    @Requirement("11.10(f)")
    void aPlanThatMissesASignatureIsNotStarted() {
        policies.signed(RECORD, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        Runs.fixture(Runs.plan(), policies)
                .given(Runs.created())
                .when(START, ADA)
                .expectExceptionDetails(new SignaturesMissing(
                        RECORD, List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of("quality-approver"), 1))))
                .expectNoEvents();
    }

    /** Signed or not: what is signed now is not what the run was made of. */
    @Test
    void aPlanThatWasRevisedOrWithdrawnSinceIsNotStarted() {
        refusedWith(new KnownRolloutPlan(PLAN, ACME, 2, CONTENT, false), new PolicyWorld());
        refusedWith(new KnownRolloutPlan(PLAN, ACME, 1, CONTENT, true), new PolicyWorld());
        refusedWith(Runs.plan(), versioned(PLAN_HASH, 8));
        refusedWith(Runs.plan(), versioned("1".repeat(64), Runs.PLAN_POSITION));
    }

    @Test
    void whoHasSeenAnotherCohortDoesNotStartIt() {
        CohortNotAsExpected why = new CohortNotAsExpected(4, COHORT_HASH);
        Runs.fixture()
                .given(Runs.created())
                .when(new StartRollout(RUN, 3, COHORT_HASH), ADA)
                .expectExceptionDetails(why);
        Runs.fixture()
                .given(Runs.created())
                .when(new StartRollout(RUN, 4, "1".repeat(64)), ADA)
                .expectExceptionDetails(why);
    }

    private static void refusedWith(KnownRolloutPlan plan, PolicyWorld world) {
        Runs.fixture(plan, world)
                .given(Runs.created())
                .when(START, ADA)
                .expectExceptionDetails(new PlanNotAsCreated(1))
                .expectNoEvents();
    }

    private static PolicyWorld versioned(String hash, long position) {
        return new PolicyWorld()
                .records(
                        record -> Optional.of(new Version(record, ACME, null, position, hash)),
                        record -> Set.of(PolicyWorld.MAKER.toString()));
    }
}
