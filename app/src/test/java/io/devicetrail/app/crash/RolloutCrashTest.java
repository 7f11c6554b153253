package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.crash.MortalNode.Death;
import io.devicetrail.app.crash.RolloutLife.Story;
import io.devicetrail.app.crash.RolloutLife.Told;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
        Whole whole;
        List<String> names;
        try (RolloutLife undisturbed = new RolloutLife(LOG, story, death, -1).lived()) {
            assertThat(undisturbed.helped()).isFalse();
            whole = Whole.of(undisturbed);
            names = undisturbed.names();
        }
        int first = offerOfTheFirstRound(names, 1);
        int second = offerOfTheFirstRound(names, 2);
        int helped = 0;
        for (int at = 0; at < names.size(); at++) {
            try (RolloutLife robbed = new RolloutLife(LOG, story, death, at).lived()) {
                assertThat(robbed.died()).as("robbed at event %s", at).isTrue();
                if (story == Story.HALTED && first <= at && at < second) {
                    // While it hangs, what the first device says may halt it before the second is offered the release.
                    assertThat(Whole.of(robbed)).as("robbed at event %s", at).isIn(whole, whole.withoutTheSecond());
                } else {
                    assertThat(Whole.of(robbed)).as("robbed at event %s", at).isEqualTo(whole);
                }
                assertThat(robbed.names().stream().filter("RolloutHalted"::equals))
                        .as("robbed at event %s", at)
                        .hasSize(story == Story.HALTED ? 1 : 0);
                assertThat(robbed.toldAfterTheStop())
                        .as("robbed at event %s", at)
                        .isZero();
                helped += robbed.helped() ? 1 : 0;
            }
        }
        assertThat(helped).as("the control: it hangs without help").isPositive();
    }

    /** Where run and devices are in the end, and who was told by which attempt. */
    private record Whole(List<String> outcome, Set<Told> told) {
        static Whole of(RolloutLife life) {
            return new Whole(life.outcome(), Set.copyOf(life.told().keySet()));
        }

        /** As if the run had halted before that device's turn. */
        Whole withoutTheSecond() {
            List<String> other = new ArrayList<>(outcome);
            other.set(2, NEVER_OFFERED);
            Set<Told> fewer = new HashSet<>(told);
            assertThat(fewer.remove(new Told(RolloutLife.nth(2), 1))).isTrue();
            return new Whole(List.copyOf(other), Set.copyOf(fewer));
        }
    }

    /** Where the log has it. */
    private static int offerOfTheFirstRound(List<String> names, int number) {
        return IntStream.range(0, names.size())
                .filter(place -> names.get(place).startsWith("RolloutOffered 1 "))
                .skip(number - 1)
                .findFirst()
                .orElseThrow();
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
                        "RolloutDevicesTimedOut",
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
