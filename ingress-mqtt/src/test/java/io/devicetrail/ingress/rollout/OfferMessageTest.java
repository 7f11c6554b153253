package io.devicetrail.ingress.rollout;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.junit.jupiter.api.Test;

class OfferMessageTest {
    /** As in docs/device-guide.md; windows and an end are left out, as no plan has them. */
    @Test
    void anOfferSaysWhatThePlanSaysAndNamesTheSignedTarget() {
        RunsInLog runs = new RunsInLog(SimpleCommandBus.builder().build());
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        String target = "releases/" + SoftwareReleaseId.of(ACME, "hc2a-firmware", "2.1.0");

        assertThat(new String(OfferMessage.payload(runs.run(run).orElseThrow(), 3), StandardCharsets.UTF_8))
                .isEqualTo("{\"rollout\":\"" + run + "\",\"attempt\":3,"
                        + "\"release\":{\"name\":\"hc2a-firmware\",\"version\":\"2.1.0\"},"
                        + "\"target\":\"" + target + "\",\"sha256\":\"" + RunsInLog.SHA256 + "\",\"size\":4711000,"
                        + "\"downgradeAllowed\":false}");
        assertThat(OfferMessage.properties(Duration.ofHours(1)).getMessageExpiryInterval())
                .isEqualTo(3_600);
    }
}
