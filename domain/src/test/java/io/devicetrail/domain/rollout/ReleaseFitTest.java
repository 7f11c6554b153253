package io.devicetrail.domain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutRejection.ReleaseUnfit;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release for versions 1 and 2 of the pump, boards A and B, after 1.9 and 2.0. */
class ReleaseFitTest {
    private static final DeviceModelId PUMP = DeviceModelId.of(new TenantId("acme"), "Flow AG", "P100");
    private static final DeviceModelId VALVE = DeviceModelId.of(new TenantId("acme"), "Flow AG", "V7");
    private static final String FILE = "0a".repeat(32);
    private static final SoftwareRelease RELEASE = release(List.of("A", "B"), List.of("1.9", "2.0"));

    @ParameterizedTest(name = "versions {0}, boards {1}, from {2}: {3} {4}")
    @CsvSource(textBlock = """
                    1 2, A B, 1.9 2.0, ,                           ,
                    2,   B,   1.9,     ,                           ,
                    2 3, A,   1.9,     modelVersions,              'can name none but 1, 2'
                    1,   A C, 1.9,     cohort.hardwareRevisions,   'has to name one at least, and none but A, B'
                    1,   '',  1.9,     cohort.hardwareRevisions,   'has to name one at least, and none but A, B'
                    1,   A,   1.8 2.0, prerequisites.fromVersions, 'has to name one at least, and none but 1.9, 2.0'
                    1,   A,   '',      prerequisites.fromVersions, 'has to name one at least, and none but 1.9, 2.0'
                    """)
    void aPlanMayNameLessThanTheReleaseSuitsAndNoMore(
            String versions, String boards, String from, @Nullable String field, @Nullable String mend) {
        RolloutPlan plan = plan(
                        PUMP,
                        FILE,
                        named(versions).map(Integer::valueOf).toList(),
                        named(boards).toList())
                .requiring(new Prerequisites(null, named(from).toList()));
        assertThat(ReleaseFit.objection(plan, RELEASE))
                .isEqualTo(Optional.ofNullable(field)
                        .map(one -> new ReleaseUnfit("flow 2.1.0", one, String.valueOf(mend))));
    }

    @Test
    void whatTheReleaseLeavesEmptySuitsAll() {
        SoftwareRelease any = release(List.of(), List.of());
        assertThat(ReleaseFit.objection(plan(PUMP, FILE, List.of(1), List.of()), any))
                .isEmpty();
        assertThat(ReleaseFit.objection(plan(PUMP, FILE, List.of(1), List.of("Z")), any))
                .isEmpty();
    }

    @Test
    void anotherFileOrAnotherModelIsAnotherRelease() {
        assertThat(ReleaseFit.objection(plan(PUMP, "0b".repeat(32), List.of(1), List.of("A")), RELEASE))
                .contains(new ReleaseUnfit("flow 2.1.0", "release.sha256", "has to be " + FILE));
        assertThat(ReleaseFit.objection(plan(VALVE, FILE, List.of(1), List.of("A")), RELEASE))
                .contains(new ReleaseUnfit("flow 2.1.0", "model", "has to be " + PUMP));
    }

    @Test
    void theRefusalSaysTheMend() {
        assertThat(new ReleaseUnfit("flow 2.1.0", "modelVersions", "can name none but 1, 2").message())
                .isEqualTo("The plan goes beyond what flow 2.1.0 was published for: modelVersions can name none but"
                        + " 1, 2. Revise the plan, or publish another version.");
    }

    private static Stream<String> named(String words) {
        return Stream.of(words.split(" ")).filter(word -> !word.isEmpty());
    }

    private static SoftwareRelease release(List<String> boards, List<String> from) {
        return new SoftwareRelease("flow", "2.1.0", FILE, PUMP, List.of(1, 2), boards, from, null, 0);
    }

    private static RolloutPlan plan(DeviceModelId model, String sha256, List<Integer> versions, List<String> boards) {
        return new RolloutPlan(
                "To 2.1",
                new Release("flow", "2.1.0", sha256, 4_711),
                model,
                versions,
                new Cohort(List.of(), boards, new TreeMap<>()),
                List.of(new Wave(100, 0)),
                new StopThresholds(5, null),
                60,
                false);
    }
}
