package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.DeviceTrait;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.Prerequisites;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanRevised;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanWithdrawn;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A rollout plan on its way from the API to the log. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class RolloutMutationsTest {
    private static final String SHA = "0a".repeat(32);

    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    private GraphQlOverHttp api;
    private TenantId tenant;

    @BeforeEach
    void aTenantWithASiteAndAModel() {
        api = new GraphQlOverHttp(port);
        tenant = tenant("t" + UUID.randomUUID().toString().substring(0, 8));
    }

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.9"})
    void aPlanIsWrittenRevisedAndWithdrawnEachByANamedPerson() {
        assertThat(draft(content("First"), "")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutPlanDrafted.class);
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant.value())
                .containsEntry(Metadata.ACTOR_ROLE, "operator")
                .doesNotContainKey(Metadata.SITE)
                .doesNotContainKey(Metadata.REASON);
        String plan = log.last().getAggregateIdentifier();
        assertThat(revise(plan, 1, content("Second"), "more care")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(RolloutPlanRevised.class, e -> {
            assertThat(e.from().title()).isEqualTo("First");
            assertThat(e.to().title()).isEqualTo("Second");
            assertThat(e.to().cohort().tags()).containsEntry("line", "1");
        });
        assertThat(log.last().getMetaData()).containsEntry(Metadata.REASON, "more care");
        assertThat(code("withdrawRolloutPlan", "plan: \"%s\", reason: \"not now\"".formatted(global(plan))))
                .as("by its global id")
                .isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutPlanWithdrawn.class);
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant.value())
                .containsEntry(Metadata.REASON, "not now");
    }

    @Test
    void whatIsLeftOutOfTheCohortIsAll() {
        assertThat(draft(content("Everywhere").replace(cohort(), "{}"), ", reason: \"new release\""))
                .isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(RolloutPlanDrafted.class, e -> {
            assertThat(e.content().cohort().sites()).isEmpty();
            assertThat(e.content().downgradeAllowed()).isFalse();
        });
        assertThat(log.last().getMetaData()).containsEntry(Metadata.REASON, "new release");
    }

    @Test
    void aPlanHasWindowsInOneForm() {
        assertThat(draft(
                        windowed("{days: [SUNDAY, MONDAY], from: \"22:00\", minutes: 360, offerMinutes: 240},"
                                + " {days: [MONDAY], from: \"05:30\", minutes: 60}"),
                        ""))
                .isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().windows())
                                .extracting(MaintenanceWindow::text)
                                .containsExactly(
                                        "mon from 05:30 for 60 min, offers for 60 min",
                                        "mon, sun from 22:00 for 360 min, offers for 240 min"));
    }

    @Test
    void aWaveMayBeANumberOfDevicesWithThresholdsOfItsOwn() {
        String content = content("First")
                .replace(
                        "{percent: 10, soakMinutes: 60}",
                        "{devices: 7, soakMinutes: 60, mostFailedPercent: 5, mostFailedDevices: 3, leastVerifiedPercent: 95}");
        assertThat(draft(content, "")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().waves())
                                .containsExactly(new Wave(null, 7, 60, 5, 3, 95), new Wave(100, 0)));
        assertThat(draft(content.replace("devices: 7, ", ""), "")).isEqualTo("MALFORMED_INPUT [\"waves\"]");
    }

    @Test
    void aCohortMayBeSpreadOverTheWavesByWhatItsDevicesAre() {
        String content = content("First").replace("cohort: {", "cohort: {spreadOver: [HARDWARE_REVISION, SITE], ");
        assertThat(draft(content, "")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().cohort().spreadOver())
                                .containsExactly(DeviceTrait.SITE, DeviceTrait.HARDWARE_REVISION));
        assertThat(draft(content.replace("HARDWARE_REVISION", "SITE"), ""))
                .isEqualTo("MALFORMED_INPUT [\"cohort.spreadOver\"]");
    }

    @Test
    void aPlanAndItsWavesMayLookAtTheLastDevicesByThemselves() {
        String content = content("First")
                .replace(
                        "{mostFailedDevices: 3}",
                        "{mostFailedDevices: 3, recent: {lastDevices: 50, mostFailedPercent: 10}}")
                .replace("{percent: 100,", "{recent: {lastDevices: 20, mostFailedDevices: 2}, percent: 100,");
        assertThat(draft(content, "")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOfSatisfying(RolloutPlanDrafted.class, e -> {
            assertThat(e.content().stop()).isEqualTo(new StopThresholds(null, 3, new RecentFailures(50, 10, null)));
            assertThat(e.content().waves())
                    .extracting(Wave::recent)
                    .containsExactly(null, new RecentFailures(20, null, 2));
        });
        assertThat(draft(content.replace("lastDevices: 50, mostFailedPercent: 10", "lastDevices: 50"), ""))
                .isEqualTo("MALFORMED_INPUT [\"stop.recent\"]");
    }

    @Test
    void aPlanSaysWhatItAsksOfDevices() {
        String content = content("First")
                .replace(
                        "offersPerMinute: 60",
                        "offersPerMinute: 60, prerequisites: {leastBatteryPercent: 30, fromVersions: [\"2.0\", \"1.9\"]}");
        assertThat(draft(content, "")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().prerequisites())
                                .isEqualTo(new Prerequisites(30, List.of("1.9", "2.0"))));
        assertThat(draft(content.replace("\"1.9\"", "\"old\""), ""))
                .isEqualTo("MALFORMED_INPUT [\"prerequisites.fromVersions\"]");
    }

    /** What the schema has as the default is what the domain calls so. */
    @Test
    void aPlanBoundsHowLongADeviceMayBeSilentAlsoWhereItDoesNotSay() {
        assertThat(draft(content("First"), "")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().mostSilentMinutes())
                                .isEqualTo(RolloutTerms.DEFAULT_SILENCE_MINUTES));
        String content = content("Second").replace("offersPerMinute: 60", "offersPerMinute: 60, mostSilentMinutes: 90");
        assertThat(draft(content, "")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutPlanDrafted.class,
                        e -> assertThat(e.content().mostSilentMinutes()).isEqualTo(90));
        assertThat(draft(content.replace("90", "14"), "")).isEqualTo("MALFORMED_INPUT [\"mostSilentMinutes\"]");
    }

    private String windowed(String windows) {
        return content("First").replace("offersPerMinute: 60", "offersPerMinute: 60, windows: [" + windows + "]");
    }

    @Test
    void theSameDraftByTheSameKeyIsOnePlan() {
        String key = ", clientMutationId: \"" + UUID.randomUUID() + "\"";
        assertThat(draft(content("First"), key)).isEqualTo("done");
        String plan = log.last().getAggregateIdentifier();
        long head = log.head();
        JsonNode again = answer("draftRolloutPlan", drafting(content("First"), key));
        assertThat(again.path("position").asLong()).isEqualTo(head);
        assertThat(draft(content("Else"), key)).isEqualTo("IDEMPOTENCY_KEY_REUSED [\"clientMutationId\"]");
        assertThat(revise(plan, 1, content("Second"), "why")).isEqualTo("done");
        assertThat(draft(content("First"), key)).as("after a revision").isEqualTo("done");
        assertThat(draft(content("Second"), key)).isEqualTo("IDEMPOTENCY_KEY_REUSED [\"clientMutationId\"]");
        assertThat(log.head()).isEqualTo(head + 1);
        assertThat(draft(content("First"), ", clientMutationId: \" \"")).isEqualTo("done");
        assertThat(log.last().getAggregateIdentifier()).as("without a key").isNotEqualTo(plan);
    }

    @Test
    void aRevisionByTheSameKeyIsMadeOnce() {
        assertThat(draft(content("First"), "")).isEqualTo("done");
        String plan = log.last().getAggregateIdentifier();
        String revision = "plan: \"%s\", expectedRevision: 1, content: %s, reason: \"why\", clientMutationId: \"%s\""
                .formatted(plan, content("Second"), UUID.randomUUID());
        assertThat(code("reviseRolloutPlan", revision)).isEqualTo("done");
        long head = log.head();
        assertThat(answer("reviseRolloutPlan", revision).path("position").asLong())
                .isEqualTo(head);
        assertThat(log.head()).isEqualTo(head);
    }

    @Test
    void aRefusalNamesTheInputThatItIsAbout() {
        assertThat(draft(content("First"), "")).isEqualTo("done");
        String plan = log.last().getAggregateIdentifier();
        long head = log.head();
        assertThat(revise(plan, 1, content("Second"), " ")).isEqualTo("REASON_MISSING [\"reason\"]");
        assertThat(code("withdrawRolloutPlan", "plan: \"%s\", reason: \"-\"".formatted(plan)))
                .isEqualTo("REASON_MISSING [\"reason\"]");
        assertThat(revise(plan, 2, content("Second"), "why")).isEqualTo("PLAN_REVISED_SINCE [\"expectedRevision\"]");
        assertThat(revise(plan, 1, content("First"), "why")).isEqualTo("PLAN_UNCHANGED [\"content\"]");
        assertThat(revise(plan, 0, content("Second"), "why")).isEqualTo("MALFORMED_INPUT [\"expectedRevision\"]");
        assertThat(revise(UUID.randomUUID().toString(), 1, content("Second"), "why"))
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(revise(model(), 1, content("Second"), "why"))
                .as("the id of something else")
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(revise("plan", 1, content("Second"), "why")).isEqualTo("MALFORMED_INPUT [\"plan\"]");
        assertThat(log.head()).isEqualTo(head);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "title: \"First\" | title: \"\" | MALFORMED_INPUT [\"title\"]",
                "size: 4711 | size: 0 | MALFORMED_INPUT [\"release.size\"]",
                "modelVersions: [1] | modelVersions: [] | MALFORMED_INPUT [\"modelVersions\"]",
                "modelVersions: [1] | modelVersions: [7] | MODEL_VERSION_UNKNOWN []",
                "percent: 100 | percent: 99 | MALFORMED_INPUT [\"waves.percent\"]",
                "{mostFailedDevices: 3} | {} | MALFORMED_INPUT [\"stop\"]",
                "offersPerMinute: 60 | offersPerMinute: 60, windows: [{days: [], from: \"22:00\", minutes: 60}]"
                        + " | MALFORMED_INPUT [\"windows.days\"]",
                "offersPerMinute: 60 | offersPerMinute: 60, windows: [{days: [MONDAY], from: \"10pm\", minutes: 60}]"
                        + " | MALFORMED_INPUT [\"windows.from\"]",
                "offersPerMinute: 60 | offersPerMinute: 0 | MALFORMED_INPUT [\"offersPerMinute\"]",
                "value: \"1\"} | value: \"1\"}, {name: \"line \", value: \"2\"} | MALFORMED_INPUT [\"cohort.tags\"]",
            })
    void aPlanThatIsNotSoundIsRefused(String sound, String unsound, String refusal) {
        String content = content("First");
        assertThat(content).contains(sound);
        assertThat(draft(content.replace(sound, unsound), "")).isEqualTo(refusal);
    }

    @Test
    void aSiteThatTheTenantDoesNotHaveIsRefused() {
        assertThat(draft(content("First").replace(site(), UUID.randomUUID().toString()), ""))
                .isEqualTo("SITE_UNKNOWN [\"site\"]");
        assertThat(draft(content("First").replace(site(), "Basel"), ""))
                .isEqualTo("MALFORMED_INPUT [\"cohort.sites\"]");
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void anotherTenantsPlanIsLikeNoneAndARoleAtASiteIsNotEnough() {
        assertThat(draft(content("First"), "")).isEqualTo("done");
        String plan = log.last().getAggregateIdentifier();
        TenantId theirs = tenant;
        tenant = tenant(theirs.value() + "x");
        people.revokeAll();
        people.grant(tenant, Role.OPERATOR);
        assertThat(revise(plan, 1, content("Second"), "why")).isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(code("withdrawRolloutPlan", "plan: \"%s\", reason: \"why\"".formatted(plan)))
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(code("draftRolloutPlan", "tenant: \"%s\", content: %s".formatted(theirs, content("First"))))
                .isEqualTo("TENANT_UNKNOWN [\"tenant\"]");
        people.revokeAll();
        people.grantAt(tenant, new SiteId(UUID.fromString(site())), Role.OPERATOR);
        assertThat(draft(content("First"), "")).isEqualTo("NOT_AUTHORISED []");
        people.revokeAll();
        people.grant(tenant, Role.QUALITY_APPROVER);
        assertThat(draft(content("First"), "")).isEqualTo("NOT_AUTHORISED []");
        people.revokeAll();
        people.grant(tenant, Role.OPERATOR);
        assertThat(draft(content("First"), "")).as("the control").isEqualTo("done");
    }

    private TenantId tenant(String name) {
        people.revokeAll();
        people.grantAll(name);
        assertThat(code("createTenant", "tenant: \"%s\", name: \"Acme\"".formatted(name)))
                .isEqualTo("done");
        assertThat(code("openSite", "tenant: \"%s\", key: \"basel\", name: \"Basel\", zone: \"UTC\"".formatted(name)))
                .isEqualTo("done");
        assertThat(code(
                        "publishDeviceModelVersion",
                        "tenant: \"%s\", manufacturer: \"Flow AG\", name: \"P100\", version: 1, heartbeatSeconds: 30"
                                .formatted(name)))
                .isEqualTo("done");
        return new TenantId(name);
    }

    private String content(String title) {
        return """
                {title: "%s", release: {name: "firmware", version: "2.1", sha256: "%s", size: 4711}, model: "%s",
                 modelVersions: [1], cohort: %s, waves: [{percent: 10, soakMinutes: 60}, {percent: 100, soakMinutes: 0}],
                 stop: {mostFailedDevices: 3}, offersPerMinute: 60}""".formatted(title, SHA, model(), cohort());
    }

    private String cohort() {
        return "{sites: [\"%s\"], tags: [{name: \"line\", value: \"1\"}]}".formatted(site());
    }

    private String site() {
        return SiteId.of(tenant, "basel").toString();
    }

    private String model() {
        return DeviceModelId.of(tenant, "Flow AG", "P100").toString();
    }

    private static String global(String plan) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("RolloutPlan:" + plan).getBytes(StandardCharsets.UTF_8));
    }

    private String draft(String content, String more) {
        return code("draftRolloutPlan", drafting(content, more));
    }

    private String drafting(String content, String more) {
        return "tenant: \"%s\", content: %s%s".formatted(tenant, content, more);
    }

    private String revise(String plan, int expected, String content, String reason) {
        return code(
                "reviseRolloutPlan",
                "plan: \"%s\", expectedRevision: %d, content: %s, reason: \"%s\""
                        .formatted(plan, expected, content, reason));
    }

    /** {@code done}, or the code with the path. */
    private String code(String mutation, String input) {
        JsonNode error = answer(mutation, input).at("/errors/0");
        return error.isMissingNode() ? "done" : error.path("code").asString() + " " + error.path("path");
    }

    private JsonNode answer(String mutation, String input) {
        JsonNode answer = api.ask(
                "mutation { %s(input: {%s}) { position errors { code message path } } }"
                        .formatted(mutation, input.replace("\n", " ")),
                Map.of());
        JsonNode payload = answer.at("/data/" + mutation);
        assertThat(payload.isObject()).as(answer.toString()).isTrue();
        return payload;
    }
}
