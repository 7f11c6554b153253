package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;

/** What is told of a rollout at a site where nothing holds it up. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutsOfASiteTest {
    private static final TenantId TENANT = TenantId.of("waits");
    private static final SiteId NORTH = SiteId.of(TENANT, "north");
    private static final SiteId SOUTH = SiteId.of(TENANT, "south");
    private static final RolloutRunId RUN = RolloutRunId.of(TENANT, "ada", "1");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(TENANT, "ada", "1");
    private static final DeviceId FIRST = DeviceId.of(TENANT, "Flow AG", "1");
    private static final DeviceId SECOND = DeviceId.of(TENANT, "Flow AG", "2");
    private static final String HASH = "0".repeat(64);

    @Autowired
    LogOfTests log;

    @Autowired
    Asking asking;

    @Autowired
    AuthoritiesOfTests authorities;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    @Requirement("11.10(d)")
    void whatItWaitsForIsSaidWhereverItIsAndItsNumbersWhereTheyAre() {
        happen(registered(FIRST, NORTH), registered(SECOND, SOUTH));
        happen(RolloutHistory.created(RUN, TENANT, PLAN, List.of(FIRST, SECOND)).toArray());
        happen(
                new RolloutStarted(RUN, TENANT, PLAN, 1, HASH, HASH, HASH, List.of()),
                new RolloutOffered(RUN, TENANT, 1, 1, 1, List.of(FIRST), 1));
        assertThat(atSouth())
                .containsEntry(
                        "waitingFor", "the turn of devices, 60 a minute at most, and devices that have not ended")
                .containsEntry("progress", Map.of("waiting", 1, "offered", 0));

        happen(new RolloutPaused(RUN, TENANT, RolloutRunState.RUNNING, RolloutStopCause.PERSON));
        assertThat(atSouth()).containsEntry("waitingFor", "somebody to resume it, and devices that have not ended");
        assertThat(seenBy(null))
                .containsEntry("waitingFor", "somebody to resume it, and 1 devices that have not ended");

        happen(new RolloutAborted(RUN, TENANT, RolloutRunState.PAUSED, RolloutStopCause.PERSON, 1, 1));
        assertThat(atSouth()).containsEntry("waitingFor", "devices that have not ended");

        happen(new DeviceEvent.DeviceMoved(FIRST, NORTH, SOUTH));
        assertThat(atSouth()).containsEntry("progress", Map.of("waiting", 0, "offered", 1));
        assertThat(seenBy(NORTH)).containsEntry("progress", Map.of("waiting", 0, "offered", 0));
        assertThat(seenBy(null)).containsEntry("progress", Map.of("waiting", 0, "offered", 1));
    }

    private Map<String, Object> atSouth() {
        return seenBy(SOUTH);
    }

    private Map<String, Object> seenBy(SiteId site) {
        GraphQlTester asks = asking.as(authorities.person("waits-" + site, new Grant(TENANT, site, Role.OPERATOR)));
        return asks.document("{ rollout(id: \"%s\") { waitingFor progress { waiting offered } } }".formatted(RUN))
                .execute()
                .path("rollout")
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private static DeviceEvent.DeviceRegistered registered(DeviceId device, SiteId site) {
        return new DeviceEvent.DeviceRegistered(
                device, TENANT, site, "Flow AG", device.toString(), History.PT100, 1, "A", null, null, new TreeMap<>());
    }

    private void happen(Object... events) {
        long begin = log.head() + 1;
        for (Object event : events) {
            log.append(event, History.ADA, TENANT.value());
        }
        log.project(begin);
    }
}
