package io.devicetrail.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCohorts.Cohort;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobCohortsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId ONE = DeviceId.of(ACME, "Flow AG", "J-1");
    private static final DeviceId TWO = DeviceId.of(ACME, "Flow AG", "J-2");

    @Test
    void theSameQuestionHasTheSameHashInWhateverOrder() {
        assertThat(named(ONE, TWO).hash()).isEqualTo(named(TWO, ONE).hash());
        assertThat(Stream.of(
                                named(ONE),
                                named(ONE, TWO),
                                search("a", Map.of(), null),
                                search("b", Map.of(), null),
                                search(null, Map.of("line", "3"), null),
                                search(null, Map.of("line", "4"), null),
                                search(null, Map.of("line 1:3", ""), null),
                                search(null, Map.of(), "a"))
                        .map(Cohort::hash)
                        .distinct())
                .hasSize(8);
    }

    private static Cohort named(DeviceId... devices) {
        return new Cohort(List.of(devices), null, List.of(), List.of(), List.of(), List.of(), Map.of(), null, null);
    }

    private static Cohort search(@Nullable String text, Map<String, String> tags, @Nullable String batch) {
        return new Cohort(List.of(), text, List.of(), List.of(), List.of(), List.of(), tags, null, batch);
    }
}
