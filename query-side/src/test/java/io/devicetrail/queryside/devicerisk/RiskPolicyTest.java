package io.devicetrail.queryside.devicerisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.queryside.devicerisk.DeviceRisk.Name;
import io.devicetrail.queryside.devicerisk.DeviceRisk.Part;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant FAR = NOW.plus(Duration.ofDays(300));

    @Test
    void aDeviceThatIsAsItShouldBeIsNoRiskAndSaysWhy() {
        DeviceRisk risk = RiskPolicy.of(facts(Connectivity.ONLINE, 0, 4, 0, FAR), NOW);
        assertThat(risk.score()).isZero();
        assertThat(risk.asOf()).isEqualTo(NOW);
        assertThat(risk.parts()).extracting(Part::name).containsExactly(Name.values());
        assertThat(risk.parts())
                .allMatch(part -> part.points() == 0 && !part.reason().isBlank());
    }

    @ParameterizedTest
    @CsvSource({"ONLINE, 0", "SUSPECT, 15", "OFFLINE, 30", "STALE, 40", ", 20"})
    void connectivity(@Nullable Connectivity connectivity, int points) {
        assertThat(RiskPolicy.of(facts(connectivity, 0, 0, 0, FAR), NOW).score())
                .isEqualTo(points);
    }

    @Test
    void oneThatWasNeverHeardIsExpectedInServiceOnly() {
        RiskFacts registered =
                new RiskFacts(LifeCycle.REGISTERED, null, false, 0, 0, 0, 0, null, Convergence.IN_SYNC, null);
        assertThat(RiskPolicy.of(registered, NOW).score()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 10", "2, 20", "9, 20"})
    void incidents(int open, int points) {
        assertThat(RiskPolicy.of(facts(Connectivity.ONLINE, open, 0, 0, FAR), NOW)
                        .score())
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "20, 0, 0", "20, 1, 1", "20, 20, 20", "3, 1, 7", "1, 1, 20"})
    void commands(int ended, int failed, int points) {
        assertThat(RiskPolicy.of(facts(Connectivity.ONLINE, 0, ended, failed, FAR), NOW)
                        .score())
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"P31D, 0", "P30D, 0", "P29D, 15", "PT0S, 15", "PT-1S, 30"})
    void certificate(Duration left, int points) {
        assertThat(RiskPolicy.of(facts(Connectivity.ONLINE, 0, 0, 0, NOW.plus(left)), NOW)
                        .score())
                .isEqualTo(points);
    }

    @Test
    void withoutACertificateThatStandsOrWithoutAny() {
        assertThat(RiskPolicy.of(facts(Connectivity.ONLINE, 0, 0, 0, null), NOW).score())
                .isEqualTo(RiskPolicy.NOT_CERTIFIED);
        RiskFacts none = new RiskFacts(
                LifeCycle.ACTIVE, Connectivity.ONLINE, false, 0, 0, 0, 0, null, Convergence.IN_SYNC, null);
        assertThat(RiskPolicy.of(none, NOW).score()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"PENDING, PT59M, 0", "PENDING, PT61M, 10", "REFUSED, PT1S, 15", "IN_SYNC, P9D, 0"})
    void twin(Convergence convergence, Duration ago, int points) {
        RiskFacts facts = new RiskFacts(
                LifeCycle.ACTIVE, Connectivity.ONLINE, false, 0, 0, 0, 1, FAR, convergence, NOW.minus(ago));
        assertThat(RiskPolicy.of(facts, NOW).score()).isEqualTo(points);
    }

    @Test
    void itIsNeverMoreThanAllAndNothingForADeviceThatIsHistory() {
        assertThat(RiskPolicy.of(worst(LifeCycle.ACTIVE), NOW).score()).isEqualTo(RiskPolicy.MOST);
        DeviceRisk ended = RiskPolicy.of(worst(LifeCycle.RETIRED), NOW);
        assertThat(ended.score()).isZero();
        assertThat(ended.parts()).allMatch(part -> part.points() == 0);
    }

    private static RiskFacts worst(LifeCycle lifeCycle) {
        return new RiskFacts(lifeCycle, Connectivity.STALE, true, 9, 20, 20, 1, null, Convergence.REFUSED, NOW);
    }

    private static RiskFacts facts(
            @Nullable Connectivity connectivity, int incidents, int ended, int failed, @Nullable Instant until) {
        return new RiskFacts(
                LifeCycle.ACTIVE, connectivity, false, incidents, ended, failed, 1, until, Convergence.IN_SYNC, null);
    }
}
