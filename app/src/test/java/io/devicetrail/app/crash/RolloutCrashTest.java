package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.crash.MortalNode.Death;
import io.devicetrail.app.crash.RolloutLife.Story;
import io.devicetrail.app.crash.RolloutLife.Told;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole rollouts, killed at each event of their lives in each way there is, on the product's log and stores. */
@NullUnmarked // what is missing fails the test anyway
class RolloutCrashTest {
    private static final String NEVER_OFFERED = "NOT_OFFERED by attempt 0";

    private static final TestedLog LOG = new TestedLog();

    @AfterAll
    static void close() {
        LOG.close();
    }

    @ParameterizedTest
    @MethodSource("lives")
    void killedAtAnyEventItEndsTheSameAndOffersNothingTwice(Story story, Death death) {
        List<String> names;
        List<String> outcome;
        Set<Told> told;
        try (RolloutLife undisturbed = new RolloutLife(LOG, story, death, -1).lived()) {
            assertThat(undisturbed.told().values())
                    .as("each offer was told once")
                    .containsOnly(1);
            names = undisturbed.names();
            outcome = undisturbed.outcome();
            told = undisturbed.told().keySet();
        }
        for (int at = 0; at < names.size(); at++) {
            try (RolloutLife killed = new RolloutLife(LOG, story, death, at).lived()) {
                assertThat(killed.died()).as("killed at event %s", at).isTrue();
                assertThat(decided(killed.names())).as("killed at event %s", at).isEqualTo(decided(names));
                assertThat(killed.names()).as("killed at event %s", at).hasSameSizeAs(names);
                assertThat(killed.outcome()).as("killed at event %s", at).isEqualTo(outcome);
                assertThat(killed.told().keySet()).as("killed at event %s", at).isEqualTo(told);
                assertThat(killed.toldAfterTheStop())
                        .as("killed at event %s", at)
                        .isZero();
            }
        }
    }

    /** Without what devices said: a tick that comes a second later may come behind it. */
    private static List<String> decided(List<String> names) {
        return names.stream().filter(name -> !name.equals("RolloutReported")).toList();
    }

    static Stream<Arguments> lives() {
        return Arrays.stream(Story.values())
                .flatMap(story ->
                        Arrays.stream(Death.values()).filter(Death::heals).map(death -> Arguments.of(story, death)));
    }

    /** Nothing is made anew of what is lost in part, and nothing is offered twice by it: the run waits for a person. */
    @ParameterizedTest
    @MethodSource("losses")
    void whereRowsOrDeadlinesAloneAreLostItHangsAtWorstUntilItIsPausedAndResumed(Story story, Death death) {
        List<String> outcome;
        Map<Told, Integer> told;
        int events;
        try (RolloutLife undisturbed = new RolloutLife(LOG, story, death, -1).lived()) {
            assertThat(undisturbed.helped()).isFalse();
            outcome = undisturbed.outcome();
            told = undisturbed.told();
            events = undisturbed.names().size();
        }
        int helped = 0;
        for (int at = 0; at < events; at++) {
            try (RolloutLife robbed = new RolloutLife(LOG, story, death, at).lived()) {
                assertThat(robbed.died()).as("robbed at event %s", at).isTrue();
                if (story == Story.HALTED) {
                    assertNobodyIsToldMore(robbed, outcome, told, at);
                } else {
                    assertThat(robbed.outcome()).as("robbed at event %s", at).isEqualTo(outcome);
                    assertThat(robbed.told().keySet())
                            .as("robbed at event %s", at)
                            .isEqualTo(told.keySet());
                }
                assertThat(robbed.toldAfterTheStop())
                        .as("robbed at event %s", at)
                        .isZero();
                helped += robbed.helped() ? 1 : 0;
            }
        }
        assertThat(helped).as("the control: it hangs without help").isPositive();
    }

    /** While it hangs, what a device says may halt the run before the next one is offered the release. */
    private static void assertNobodyIsToldMore(
            RolloutLife robbed, List<String> outcome, Map<Told, Integer> told, int at) {
        List<String> came = robbed.outcome();
        assertThat(came).hasSameSizeAs(outcome);
        assertThat(came.getFirst()).as("robbed at event %s", at).isEqualTo(outcome.getFirst());
        for (int device = 1; device < came.size(); device++) {
            assertThat(came.get(device))
                    .as("robbed at event %s, device %s", at, device)
                    .isIn(outcome.get(device), NEVER_OFFERED);
        }
        assertThat(told.keySet())
                .as("robbed at event %s", at)
                .containsAll(robbed.told().keySet());
    }

    static Stream<Arguments> losses() {
        return Arrays.stream(Story.values())
                .flatMap(story -> Arrays.stream(Death.values())
                        .filter(death -> !death.heals())
                        .map(death -> Arguments.of(story, death)));
    }

    /** Else the lives above would be killed at less than there is. */
    @Test
    void theStoriesHaveEveryEventOfARunButItsAbortion() {
        Stream<String> names = Arrays.stream(Story.values()).flatMap(story -> {
            try (RolloutLife life = new RolloutLife(LOG, story, Death.STORED, -1).lived()) {
                return life.names().stream().map(name -> name.split(" ", 2)[0]);
            }
        });
        assertThat(names.distinct())
                .containsExactlyInAnyOrder(
                        "RolloutCreated",
                        "RolloutCohortListed",
                        "RolloutPlanApplied",
                        "RolloutStarted",
                        "RolloutOffered",
                        "RolloutOffersTakenBack",
                        "RolloutReported",
                        "RolloutDeviceSkipped",
                        "RolloutWaveEnded",
                        "RolloutWaveBegun",
                        "RolloutPaused",
                        "RolloutResumed",
                        "RolloutHalted",
                        "RolloutRetried",
                        "RolloutCompleted");
    }
}
