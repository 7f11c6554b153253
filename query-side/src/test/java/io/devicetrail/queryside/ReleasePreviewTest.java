package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Plans of releases that are for boards A alone, which were published after the plans were written. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class ReleasePreviewTest {
    private static final TenantId TENANT = TenantId.of("suited");
    private static final DeviceModelId MODEL = DeviceModelId.of(TENANT, "Flow AG", "P100");

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
    void aPlanThatGoesBeyondItsReleaseShowsNoRolloutButTheMend() {
        assertThat(preview(drafted("3.0"))).as("nothing was published").contains("deviceCount=0");
        log.project(published("3.1"));
        assertThat(preview(drafted("3.1", "A"))).contains("deviceCount=0");
        assertThat(preview(drafted("3.1", "A", "B")))
                .contains("RELEASE_UNFIT: The plan goes beyond what firmware 3.1 was published for:"
                        + " cohort.hardwareRevisions has to name one at least, and none but A.");
    }

    @Test
    void aPlanOfAReleaseThatWasWithdrawnShowsNone() {
        long begin = published("3.2");
        append(new SoftwareReleaseWithdrawn(SoftwareReleaseId.of(TENANT, "firmware", "3.2"), TENANT));
        log.project(begin);
        assertThat(preview(drafted("3.2", "A"))).contains("RELEASE_WITHDRAWN: The release firmware 3.2 was withdrawn");
    }

    private long published(String version) {
        long begin = append(SoftwareHistory.stored(TENANT, file(version), "firmware.bin"));
        append(SoftwareHistory.published(TENANT, MODEL, "firmware", version, file(version)));
        return begin;
    }

    private static String file(String version) {
        return version.replace('.', 'a').repeat(22).substring(0, 64);
    }

    private RolloutPlanId drafted(String version, String... boards) {
        RolloutPlanId plan = RolloutPlanId.of(TENANT, "ada", version + " " + boards.length);
        RolloutPlan content = new RolloutPlan(
                        "To " + version,
                        new Release("firmware", version, file(version), 1),
                        MODEL,
                        List.of(1, 2),
                        new Cohort(List.of(), List.of(boards), new TreeMap<>()),
                        List.of(new Wave(100, 0)),
                        new StopThresholds(null, 0),
                        60,
                        false)
                .requiring(new Prerequisites(null, List.of("1.9")));
        log.project(append(new RolloutPlanDrafted(plan, TENANT, content)));
        return plan;
    }

    /** The answer and its errors, as text. */
    private String preview(RolloutPlanId plan) {
        StringBuilder said = new StringBuilder();
        var response = asking.as(authorities.person("previewer-of-releases", new Grant(TENANT, null, Role.AUDITOR)))
                .document("{ rolloutPreview(plan: \"%s\", after: %d) { deviceCount } }".formatted(plan, log.head()))
                .execute();
        response.errors()
                .satisfy(errors -> errors.forEach(
                        error -> said.append(error.getExtensions().get("code") + ": " + error.getMessage())));
        return said.append(response.path("").entity(Object.class).get()).toString();
    }

    private long append(Object event) {
        return log.append(event, History.ADA, TENANT.value());
    }
}
