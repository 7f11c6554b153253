package io.devicetrail.ingress.rollout;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.junit.jupiter.api.Test;

class OfferMessageTest {
    /** As in docs/device-guide.md; without windows, and without an end, which no plan has. */
    @Test
    void anOfferSaysWhatThePlanSaysAndNamesTheSignedTarget() {
        RunsInLog runs = new RunsInLog(SimpleCommandBus.builder().build());
        RolloutRunId run = runs.started(ACME, List.of(device("a")));
        String target = "releases/" + SoftwareReleaseId.of(ACME, "hc2a-firmware", "2.1.0");

        assertThat(new String(OfferMessage.payload(runs.run(run).orElseThrow(), 3, null), StandardCharsets.UTF_8))
                .isEqualTo("{\"rollout\":\"" + run + "\",\"attempt\":3,"
                        + "\"release\":{\"name\":\"hc2a-firmware\",\"version\":\"2.1.0\"},"
                        + "\"target\":\"" + target + "\",\"sha256\":\"" + RunsInLog.SHA256 + "\",\"size\":4711000,"
                        + "\"downgradeAllowed\":false}");
        assertThat(OfferMessage.properties(Duration.ofHours(1)).getMessageExpiryInterval())
                .isEqualTo(3_600);
    }

    @Test
    void whatIsAskedOfTheDeviceIsToldAndNothingElse() {
        RunsInLog runs = new RunsInLog(SimpleCommandBus.builder().build());
        var run = runs.run(runs.started(ACME, List.of(device("a")))).orElseThrow();
        assertThat(told(RunsInLog.requiring(run, new Prerequisites(30, List.of("1.9", "2.0")))))
                .endsWith(",\"prerequisites\":{\"leastBatteryPercent\":30,\"fromVersions\":[\"1.9\",\"2.0\"]}}");
        assertThat(told(RunsInLog.requiring(run, new Prerequisites(null, List.of("2.0")))))
                .endsWith(",\"prerequisites\":{\"fromVersions\":[\"2.0\"]}}");
    }

    private static String told(RolloutCreated run) {
        return new String(OfferMessage.payload(run, 1, null), StandardCharsets.UTF_8);
    }

    /** To its very end, not of its offers alone; one of a day ends as it begins. */
    @Test
    void itsWindowsAreToldByTheClockOfTheDevicesSite() {
        RunsInLog runs = new RunsInLog(SimpleCommandBus.builder().build());
        RolloutRunId run = runs.started(
                ACME,
                List.of(device("a")),
                List.of(
                        MaintenanceWindow.of("mon, tue from 22:00 for 360 min, offers for 240 min"),
                        MaintenanceWindow.of("sun from 00:00 for 1440 min, offers for 1440 min")),
                List.of("Europe/Vienna"));
        assertThat(new String(
                        OfferMessage.payload(runs.run(run).orElseThrow(), 1, "Europe/Vienna"), StandardCharsets.UTF_8))
                .endsWith("\"downgradeAllowed\":false,\"windows\":["
                        + "{\"days\":[\"mon\",\"tue\"],\"from\":\"22:00\",\"to\":\"04:00\",\"zone\":\"Europe/Vienna\"},"
                        + "{\"days\":[\"sun\"],\"from\":\"00:00\",\"to\":\"00:00\",\"zone\":\"Europe/Vienna\"}]}");
    }
}
