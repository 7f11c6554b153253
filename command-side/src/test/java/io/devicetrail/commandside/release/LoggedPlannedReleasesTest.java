package io.devicetrail.commandside.release;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A release for boards A, which somebody plans for boards B too. */
class LoggedPlannedReleasesTest {
    private static final String FILE = "0a".repeat(32);
    private static final SoftwareReleasePublished PUBLISHED = new SoftwareReleasePublished(
            SoftwareReleaseId.of(ACME, "flow", "2.1.0"),
            ACME,
            new SoftwareRelease("flow", "2.1.0", FILE, PUMP_MODEL, List.of(1, 2), List.of("A"), List.of(), null, 0));

    private final PlannedReleases releases = new LoggedPlannedReleases(
            Fixtures.world().published(PUBLISHED),
            id -> Optional.of(PUBLISHED).filter(published -> published.release().equals(id)));

    @Test
    void aPlanThatGoesBeyondWhatWasPublishedIsRefused() {
        assertThatThrownBy(() -> releases.requireSuited(ACME, plan("2.1.0", "A", "B")))
                .hasMessageContaining("RELEASE_UNFIT")
                .hasMessageContaining("cohort.hardwareRevisions");
        assertThatCode(() -> releases.requireSuited(ACME, plan("2.1.0", "A"))).doesNotThrowAnyException();
    }

    @Test
    void aReleaseThatWasWithdrawnIsRefusedWhateverThePlan() {
        PlannedReleases withdrawn =
                new LoggedPlannedReleases(Fixtures.world().published(PUBLISHED), id -> Optional.empty());
        assertThatThrownBy(() -> withdrawn.requireSuited(ACME, plan("2.1.0", "A")))
                .hasMessageContaining("RELEASE_WITHDRAWN")
                .hasMessageContaining("flow 2.1.0");
    }

    /** Another version, or that of another tenant, is another release. */
    @Test
    void ofAReleaseThatNobodyPublishedNothingIsAsked() {
        assertThatCode(() -> releases.requireSuited(ACME, plan("2.2.0", "B"))).doesNotThrowAnyException();
        assertThatCode(() -> releases.requireSuited(RIVAL, plan("2.1.0", "B"))).doesNotThrowAnyException();
    }

    private static RolloutPlan plan(String version, String... boards) {
        return new RolloutPlan(
                "To " + version,
                new Release("flow", version, FILE, 4_711),
                PUMP_MODEL,
                List.of(2),
                new Cohort(List.of(), List.of(boards), new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(5, null),
                60,
                false);
    }
}
