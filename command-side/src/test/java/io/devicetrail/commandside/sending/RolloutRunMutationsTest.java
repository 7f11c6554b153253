package io.devicetrail.commandside.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A rollout on its way from the API to the log. */
@SpringBootTest(
        classes = CommandSideUnderTest.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "axon.update-check.disabled=true")
class RolloutRunMutationsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private LogInMemory log;

    @Autowired
    private TestPeople people;

    @Autowired
    private RolloutCohortsInMemory cohorts;

    @Autowired
    private CommandGateway commands;

    private GraphQlOverHttp api;
    private TenantId tenant;
    private List<DeviceId> fleet;
    private String plan;

    /** Of this test alone: it is denied so much that the entries of a minute would not do for the next test. */
    private static final PersonId CARA = PersonId.of(PersonId.LOCAL, "cara");

    @AfterEach
    void adaAgain() {
        people.actAs(TestPeople.ADA);
    }

    @BeforeEach
    void aPlanAndItsDevices() {
        people.actAs(CARA);
        api = new GraphQlOverHttp(port);
        tenant = tenant("r" + UUID.randomUUID().toString().substring(0, 8));
        fleet = devices(4);
        cohorts.finds(fleet);
        plan = drafted();
    }

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.9"})
    void aRolloutIsCreatedStartedAndStoppedEachByANamedPersonForAReason() {
        String run = created("");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutCohortListed.class,
                        e -> assertThat(e.devices()).containsExactlyInAnyOrderElementsOf(fleet));
        assertThat(log.last().getMetaData())
                .containsEntry(Metadata.TENANT, tenant.value())
                .containsEntry(Metadata.ACTOR_ROLE, "operator")
                .containsEntry(Metadata.REASON, "as planned")
                .doesNotContainKey(Metadata.SITE);
        assertThat(cohorts.searches()).singleElement().satisfies(search -> {
            assertThat(search.tenant()).isEqualTo(tenant);
            assertThat(search.plan().title()).isEqualTo("First");
        });
        assertThat(start(run, 4, "seen")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutStarted.class);
        assertThat(decide("pauseRollout", run, "wait")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutPaused.class);
        assertThat(log.last().getMetaData()).containsEntry(Metadata.REASON, "wait");
        assertThat(decide("resumeRollout", global(run), "go"))
                .as("by its global id")
                .isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutResumed.class);
        assertThat(skip(run, fleet.getFirst().toString(), "broken")).isEqualTo("done");
        assertThat(log.last().getPayload())
                .isInstanceOfSatisfying(
                        RolloutDeviceSkipped.class, e -> assertThat(e.device()).isEqualTo(fleet.getFirst()));
        assertThat(decide("abortRollout", run, "no more")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutAborted.class);
    }

    /** Told from the log: whatever the fleet and the plan are by then. */
    @Test
    void aRepetitionByItsKeyIsTheSameRolloutAndNothingIsSearched() {
        String key = ", clientMutationId: \"" + UUID.randomUUID() + "\"";
        String run = created(key);
        long head = log.head();
        cohorts.finds(devices(7));
        assertThat(revise(1)).isEqualTo("done");
        JsonNode again = answer("createRollout", creating(1, key));
        assertThat(again.path("errors")).isEmpty();
        assertThat(again.path("position").asLong()).isEqualTo(head);
        assertThat(log.head()).isEqualTo(head + 1);
        assertThat(cohorts.searches()).isEmpty();
        assertThat(create(2, key)).isEqualTo("IDEMPOTENCY_KEY_REUSED [\"clientMutationId\"]");
        assertThat(create(1, key + ", seed: \"another\"")).isEqualTo("IDEMPOTENCY_KEY_REUSED [\"clientMutationId\"]");
        assertThat(cohorts.searches()).isEmpty();
        assertThat(created(2, "")).as("without a key").isNotEqualTo(run);
        assertThat(cohorts.searches()).hasSize(1);
    }

    /** One change number for many devices: each is another request, and each once. */
    @Test
    void aKeyIsOfOneDeviceAndOfOneWave() {
        String run = created("");
        assertThat(start(run, 4, "seen")).isEqualTo("done");
        for (DeviceId device : List.of(fleet.get(0), fleet.get(1))) {
            assertThat(skipByKey(run, device)).isEqualTo("done");
            assertThat(log.last().getPayload())
                    .isInstanceOfSatisfying(
                            RolloutDeviceSkipped.class,
                            e -> assertThat(e.device()).isEqualTo(device));
        }
        long head = log.head();
        assertThat(skipByKey(run, fleet.get(0))).as("again").isEqualTo("done");
        assertThat(log.head()).isEqualTo(head);
    }

    private String skipByKey(String run, DeviceId device) {
        return code(
                "skipRolloutDevice",
                "rollout: \"%s\", device: \"%s\", reason: \"CR 1\", clientMutationId: \"CR 1\"".formatted(run, device));
    }

    @Test
    void theSeedIsWhatWasGivenOrRandomAndOnRecord() {
        created(", seed: \"42\"");
        assertThat(creation().seed()).isEqualTo("42");
        created("");
        String random = creation().seed();
        assertThat(random).isNotBlank();
        created(", seed: \" \"");
        assertThat(creation().seed()).isNotBlank().isNotEqualTo(random);
    }

    /** Whoever has looked at a preview of one revision creates nothing of another. */
    @Test
    @Requirement("11.10(f)")
    void aPlanThatWasRevisedSinceItWasSeenIsNotRun() {
        assertThat(revise(1)).isEqualTo("done");
        long head = log.head();
        assertThat(create(1, "")).isEqualTo("ROLLOUT_PLAN_NOT_AS_EXPECTED [\"expectedRevision\"]");
        assertThat(cohorts.searches()).as("nor is anything looked for").isEmpty();
        assertThat(log.head()).isEqualTo(head);
        String run = created(2, "");
        assertThat(revise(2)).isEqualTo("done");
        assertThat(start(run, 4, "seen")).isEqualTo("ROLLOUT_PLAN_NOT_AS_CREATED []");
        assertThat(code("withdrawRolloutPlan", "plan: \"%s\", reason: \"over\"".formatted(plan)))
                .isEqualTo("done");
        assertThat(create(3, "")).isEqualTo("PLAN_WITHDRAWN []");
    }

    @Test
    void aRefusalNamesTheInputThatItIsAbout() {
        assertThat(create(0, "")).isEqualTo("MALFORMED_INPUT [\"expectedRevision\"]");
        assertThat(code("createRollout", creating(1, "").replace("as planned", " ")))
                .isEqualTo("REASON_MISSING [\"reason\"]");
        assertThat(code(
                        "createRollout",
                        creating(1, "").replace(plan, UUID.randomUUID().toString())))
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(code("createRollout", creating(1, "").replace(plan, model())))
                .as("the id of something else")
                .isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        cohorts.finds(List.of());
        assertThat(create(1, "")).isEqualTo("ROLLOUT_COHORT_EMPTY [\"plan\"]");
        cohorts.finds(fleet);
        String run = created("");
        long head = log.head();
        assertThat(start(run, 3, "seen")).isEqualTo("ROLLOUT_COHORT_NOT_AS_EXPECTED [\"expectedCohortHash\"]");
        assertThat(start(run, 4, " ")).isEqualTo("REASON_MISSING [\"reason\"]");
        assertThat(skip(run, fleet.getFirst().toString(), "broken")).isEqualTo("ROLLOUT_STATE_UNFIT []");
        assertThat(start(run, 4, "seen")).isEqualTo("done");
        assertThat(skip(run, DeviceId.of(tenant, "Flow AG", "R-9").toString(), "broken"))
                .isEqualTo("DEVICE_NOT_IN_ROLLOUT [\"device\"]");
        assertThat(skip(run, "R-9", "broken")).isEqualTo("MALFORMED_INPUT [\"device\"]");
        assertThat(beginNext(run, 2)).isEqualTo("ROLLOUT_WAVE_NOT_AS_EXPECTED [\"after\"]");
        assertThat(beginNext(run, 1)).isEqualTo("ROLLOUT_WAVE_NOT_OFFERED []");
        assertThat(decide("retryFailedOfRollout", run, "again")).isEqualTo("ROLLOUT_STATE_UNFIT []");
        assertThat(decide("pauseRollout", UUID.randomUUID().toString(), "wait"))
                .isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        assertThat(decide("pauseRollout", plan, "wait"))
                .as("the id of something else")
                .isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        assertThat(decide("pauseRollout", "run", "wait")).isEqualTo("MALFORMED_INPUT [\"rollout\"]");
        assertThat(log.head()).as("the start alone").isEqualTo(head + 2);
    }

    /** With no offer, once the only device of the first wave is skipped the next one can be begun. */
    @Test
    void theNextWaveIsBegunByHandAfterTheOneThatWasSeen() {
        String run = created("");
        assertThat(start(run, 4, "seen")).isEqualTo("done");
        List<DeviceId> order = FrozenCohort.shuffled(fleet, creation().seed());
        assertThat(skip(run, order.getFirst().toString(), "broken")).isEqualTo("done");
        assertThat(beginNext(run, 1)).isEqualTo("done");
        assertThat(beginNext(run, 1)).isEqualTo("ROLLOUT_WAVE_NOT_AS_EXPECTED [\"after\"]");
    }

    /** What the plan bears is signed for one run at a time. */
    @Test
    @Requirement("11.10(f)")
    void aRevisionIsRunByOneAtATimeAndByNoneAfterOneThatWasGivenUpWithFailures() {
        String first = created("");
        String second = created("");
        assertThat(start(first, 4, "seen")).isEqualTo("done");
        assertThat(log.last().getPayload()).isInstanceOf(RolloutStarted.class);
        assertThat(log.payloads().get((int) log.head() - 1))
                .isEqualTo(new RolloutPlanApplied(
                        new RolloutPlanId(UUID.fromString(plan)),
                        tenant,
                        1,
                        new RolloutRunId(UUID.fromString(first)),
                        1));
        assertThat(start(second, 4, "too")).isEqualTo("ROLLOUT_REVISION_IN_USE []");
        assertThat(decide("pauseRollout", first, "wait")).isEqualTo("done");
        assertThat(start(second, 4, "too")).isEqualTo("ROLLOUT_REVISION_IN_USE []");
        assertThat(decide("abortRollout", first, "no more")).isEqualTo("done");
        assertThat(start(second, 4, "now")).as("none had failed").isEqualTo("done");
        fails(second);
        assertThat(decide("abortRollout", second, "no more")).isEqualTo("done");
        String third = created("");
        assertThat(start(third, 4, "again")).isEqualTo("ROLLOUT_REVISION_SPENT []");
        assertThat(revise(1)).isEqualTo("done");
        assertThat(start(third, 4, "again")).isEqualTo("ROLLOUT_PLAN_NOT_AS_CREATED []");
        assertThat(start(created(2, ""), 4, "as revised")).isEqualTo("done");
    }

    /** Whoever comes second finds that the other has begun, however close they are. */
    @RepeatedTest(20)
    void ofTwoStartedAtOnceOneIsRefused() throws Exception {
        List<String> runs = List.of(created(""), created(""));
        CountDownLatch both = new CountDownLatch(2);
        try (ExecutorService persons = Executors.newFixedThreadPool(2)) {
            List<Future<String>> answers = new ArrayList<>();
            for (String run : runs) {
                answers.add(persons.submit(() -> {
                    both.countDown();
                    both.await();
                    return start(run, 4, "seen");
                }));
            }
            assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                    .containsExactlyInAnyOrder("done", "ROLLOUT_REVISION_IN_USE []");
        }
    }

    /** The first device that is offered the release. */
    private void fails(String run) {
        RolloutRunId id = new RolloutRunId(UUID.fromString(run));
        Map<String, Object> process = Caller.process("test").toMetadata(tenant.value());
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        commands.sendAndWait(GenericCommandMessage.asCommandMessage(new OfferRollout(id, 1, 1, now))
                .andMetaData(process));
        DeviceId offered = ((RolloutOffered) log.last().getPayload()).devices().getFirst();
        commands.sendAndWait(GenericCommandMessage.asCommandMessage(new RecordRolloutReports(
                        id, List.of(new DeviceReport(offered, 1, RolloutDeviceState.FAILED, null, "E17", now)), now))
                .andMetaData(process));
    }

    @Test
    @Requirement({"11.10(d)", "11.10(g)"})
    void anotherTenantsPlanAndRolloutAreLikeNone() {
        String run = created("");
        TenantId theirs = tenant;
        tenant = tenant(theirs.value() + "x");
        people.revokeAll();
        people.grant(tenant, Role.OPERATOR);
        long before = happened();
        cohorts.finds(fleet);
        assertThat(create(1, "")).as("of their plan").isEqualTo("ROLLOUT_PLAN_UNKNOWN [\"plan\"]");
        assertThat(code("createRollout", creating(1, "").replace(tenant.value(), theirs.value())))
                .as("at their tenant")
                .isEqualTo("NOT_AUTHORISED []");
        assertThat(cohorts.searches()).isEmpty();
        assertThat(start(run, 4, "seen")).isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        for (String order : List.of("pauseRollout", "resumeRollout", "abortRollout", "retryFailedOfRollout")) {
            assertThat(decide(order, run, "curious")).as(order).isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        }
        assertThat(skip(run, fleet.getFirst().toString(), "curious")).isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        assertThat(beginNext(run, 1)).isEqualTo("ROLLOUT_UNKNOWN [\"rollout\"]");
        assertThat(happened()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUALITY_APPROVER", "INTEGRATOR", "AUDITOR", "TENANT_ADMINISTRATOR"})
    @Requirement("11.10(g)")
    void whoMayNotStartsNothingAndSearchesNothing(Role role) {
        String run = created("");
        cohorts.finds(fleet);
        people.revokeAll();
        people.grant(tenant, role);
        assertThat(create(1, "")).isEqualTo("NOT_AUTHORISED []");
        assertThat(start(run, 4, "seen")).isEqualTo("NOT_AUTHORISED []");
        assertThat(decide("abortRollout", run, "no")).isEqualTo("NOT_AUTHORISED []");
        people.revokeAll();
        people.grantAt(tenant, new SiteId(UUID.fromString(site())), Role.OPERATOR);
        assertThat(create(1, "")).as("a role at a site is not enough").isEqualTo("NOT_AUTHORISED []");
        assertThat(cohorts.searches()).isEmpty();
    }

    private long happened() {
        return log.payloads().stream().filter(RolloutRunEvent.class::isInstance).count();
    }

    private RolloutCreated creation() {
        return log.payloads().reversed().stream()
                .filter(RolloutCreated.class::isInstance)
                .map(RolloutCreated.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private String created(String more) {
        return created(1, more);
    }

    private String created(int revision, String more) {
        assertThat(create(revision, more)).isEqualTo("done");
        return log.last().getAggregateIdentifier();
    }

    private String create(int revision, String more) {
        return code("createRollout", creating(revision, more));
    }

    private String creating(int revision, String more) {
        return "tenant: \"%s\", plan: \"%s\", expectedRevision: %d, reason: \"as planned\"%s"
                .formatted(tenant, plan, revision, more);
    }

    private String start(String run, int devices, String reason) {
        return code(
                "startRollout",
                "rollout: \"%s\", expectedDevices: %d, expectedCohortHash: \"%s\", reason: \"%s\""
                        .formatted(run, devices, FrozenCohort.hash(fleet), reason));
    }

    private String decide(String order, String run, String reason) {
        return code(order, "rollout: \"%s\", reason: \"%s\"".formatted(run, reason));
    }

    private String skip(String run, String device, String reason) {
        return code(
                "skipRolloutDevice", "rollout: \"%s\", device: \"%s\", reason: \"%s\"".formatted(run, device, reason));
    }

    private String beginNext(String run, int after) {
        return code("beginNextRolloutWave", "rollout: \"%s\", after: %d, reason: \"on\"".formatted(run, after));
    }

    private String drafted() {
        assertThat(code("draftRolloutPlan", "tenant: \"%s\", content: %s".formatted(tenant, content("First"))))
                .isEqualTo("done");
        return log.last().getAggregateIdentifier();
    }

    private String revise(int revision) {
        return code(
                "reviseRolloutPlan",
                "plan: \"%s\", expectedRevision: %d, content: %s, reason: \"better\""
                        .formatted(plan, revision, content("After " + revision)));
    }

    private String content(String title) {
        return """
                {title: "%s", release: {name: "firmware", version: "2.1", sha256: "%s", size: 4711}, model: "%s",
                 modelVersions: [1], cohort: {}, waves: [{percent: 25, soakMinutes: 60}, {percent: 100, soakMinutes: 0}],
                 stop: {mostFailedDevices: 3}, offersPerMinute: 60}""".formatted(title, "0a".repeat(32), model());
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

    private List<DeviceId> devices(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> DeviceId.of(tenant, "Flow AG", "R-" + number))
                .toList();
    }

    private String site() {
        return SiteId.of(tenant, "basel").toString();
    }

    private String model() {
        return DeviceModelId.of(tenant, "Flow AG", "P100").toString();
    }

    private static String global(String run) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("Rollout:" + run).getBytes(StandardCharsets.UTF_8));
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
