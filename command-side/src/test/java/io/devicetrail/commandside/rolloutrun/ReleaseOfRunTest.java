package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.CONTENT;
import static io.devicetrail.commandside.rolloutrun.Runs.PLAN;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Rejected;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseWithdrawn;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AbortRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The release was withdrawn, or published for less than the plan says, after the plan was signed. */
@Requirement("11.10(f)")
class ReleaseOfRunTest {
    private static final ReleaseWithdrawn WITHDRAWN = new ReleaseWithdrawn("flow-firmware 2.1.0");

    private final AggregateTestFixture<RolloutRunAggregate> runs =
            Runs.fixture(Runs.plan(), new PolicyWorld(), (run, round) -> {}, (tenant, plan) -> {
                assertThat(tenant).isEqualTo(ACME);
                assertThat(plan).isEqualTo(CONTENT);
                throw Rejected.because(WITHDRAWN);
            });

    @ParameterizedTest
    @MethodSource("steps")
    void nobodyCreatesStartsOrLeadsOnARunOfIt(RolloutRunCommand step, Object[] before) {
        runs.given(before).when(step, ADA).expectExceptionDetails(WITHDRAWN).expectNoEvents();
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(new CreateRollout(RUN, ACME, PLAN, 1, COHORT, List.of(), List.of(), SEED), new Object[0]),
                Arguments.of(new StartRollout(RUN, COHORT.size(), COHORT_HASH), Runs.created()),
                Arguments.of(new ResumeRollout(RUN), Runs.paused()),
                Arguments.of(new RetryFailedOfRollout(RUN), Runs.halted()),
                Arguments.of(new BeginNextRolloutWave(RUN, 1), Runs.soaking()));
    }

    @Test
    void whoeverEndsItCan() {
        runs.given(Runs.paused()).when(new AbortRollout(RUN), ADA).expectSuccessfulHandlerExecution();
    }
}
