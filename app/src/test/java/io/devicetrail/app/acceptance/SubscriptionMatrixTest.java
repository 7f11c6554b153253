package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import graphql.schema.GraphQLFieldDefinition;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/** Every stream of the schema, by every role, of the role's own tenant and of another. */
@Requirement({"11.10(d)", "11.10(g)"})
class SubscriptionMatrixTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Each stream with the permission that it takes. */
    private static final Map<String, Permission> STREAMS = Map.of(
            "deviceChanged", Permission.DEVICE_CHANGED,
            "jobChanged", Permission.JOB_CHANGED,
            "rolloutChanged", Permission.ROLLOUT_CHANGED,
            "incidentChanged", Permission.INCIDENT_CHANGED);

    private final Api api = Api.shared();
    private final Map<Listener, Changes> own = new HashMap<>();
    private final Map<Listener, Changes> other = new HashMap<>();

    private record Listener(Role role, String stream) {
        boolean holds() {
            return Objects.requireNonNull(STREAMS.get(stream)).heldBy(role);
        }
    }

    @Test
    void whoHoldsItHearsTheirOwnTenantAndNobodyAnother() throws Exception {
        assertThat(api.instance()
                        .context()
                        .getBean(GraphQlSource.class)
                        .schema()
                        .getSubscriptionType()
                        .getFieldDefinitions())
                .as("another stream needs its cells here")
                .extracting(GraphQLFieldDefinition::getName)
                .containsExactlyInAnyOrderElementsOf(STREAMS.keySet());
        Plant mine = Plant.of(api, "streams-own");
        Plant theirs = Plant.of(api, "streams-other");
        Map<Plant, String> devices = Map.of(mine, mine.active("S-1"), theirs, theirs.active("S-2"));
        Map<Plant, String> incidents = new HashMap<>();
        for (Plant plant : devices.keySet()) {
            incidents.put(plant, incident(plant, Objects.requireNonNull(devices.get(plant))));
        }
        Map<Plant, String> plans = Map.of(mine, plan(mine), theirs, plan(theirs));
        Staff staff = new Staff(api.graphql());
        Map<String, Changes> witnesses = new HashMap<>();
        try {
            for (String stream : STREAMS.keySet()) {
                witnesses.put(
                        stream, Changes.overServerSentEvents(api, stream, theirs.tenant(), Cast.ENGINEER.token()));
            }
            for (Role role : Role.values()) {
                String subject = "streams-" + role.key();
                staff.register(subject);
                staff.grant(subject, role == Role.PLATFORM_ADMINISTRATOR ? null : mine.tenant(), role);
                String token = TestIssuer.shared().token(subject);
                for (String stream : STREAMS.keySet()) {
                    Listener listener = new Listener(role, stream);
                    own.put(listener, Changes.overServerSentEvents(api, stream, mine.tenant(), token));
                    other.put(listener, Changes.overServerSentEvents(api, stream, theirs.tenant(), token));
                }
            }
            await().atMost(SOON).until(() -> {
                devices.forEach((plant, device) -> happens(
                        plant,
                        device,
                        Objects.requireNonNull(incidents.get(plant)),
                        Objects.requireNonNull(plans.get(plant))));
                return witnesses.values().stream()
                                .noneMatch(witness -> witness.seen().isEmpty())
                        && everyHolderHeard();
            });
            own.forEach((listener, stream) -> assertThat(stream.seen().isEmpty())
                    .as("%s of their own tenant", listener)
                    .isEqualTo(!listener.holds()));
            other.forEach((listener, stream) -> assertThat(stream.seen())
                    .as("%s of another tenant", listener)
                    .isEmpty());
            for (String stream : STREAMS.keySet()) {
                await().atMost(SOON)
                        .until(() -> Objects.requireNonNull(own.get(new Listener(Role.PLATFORM_ADMINISTRATOR, stream)))
                                .ended());
            }
        } finally {
            witnesses.values().forEach(Changes::close);
            own.values().forEach(Changes::close);
            other.values().forEach(Changes::close);
        }
    }

    private String incident(Plant plant, String device) throws Exception {
        try (TestDevice gone = TestDevice.connect(api.instance(), plant.tenant(), device)) {
            await().atMost(SOON)
                    .until(() -> api.ask("device", Map.of("id", device))
                            .at("/connectivity/value")
                            .asString("")
                            .equals("ONLINE"));
            gone.vanish();
        }
        return await().atMost(SOON)
                .until(
                        () -> api.ask(
                                        "incidents",
                                        Map.of("tenant", plant.tenant(), "closed", false, "after", api.head()))
                                .at("/edges/0/node/incidentId")
                                .asString(""),
                        id -> !id.isEmpty());
    }

    private String plan(Plant plant) {
        return api.done(
                        "draftRolloutPlan",
                        Map.of("tenant", plant.tenant(), "content", RolloutTest.content(plant, "Streams", 60)))
                .at("/plan/rolloutPlanId")
                .asString();
    }

    /** Something of each kind. */
    private void happens(Plant plant, String device, String incident, String plan) {
        api.done("createRollout", RolloutTest.creation(plant, plan));
        plant.tag(device, "at", String.valueOf(api.head()));
        api.done("addIncidentNote", Map.of("incident", incident, "note", "seen at " + api.head()));
        api.done(
                "createJob",
                Map.of(
                        "tenant",
                        plant.tenant(),
                        "cohort",
                        Map.of("devices", List.of(device)),
                        "command",
                        "identify",
                        "ratePerMinute",
                        60,
                        "abort",
                        Map.of("failedCount", 1),
                        "reason",
                        Plant.REASON));
    }

    private boolean everyHolderHeard() {
        return own.entrySet().stream()
                .filter(stream -> stream.getKey().holds())
                .noneMatch(stream -> stream.getValue().seen().isEmpty());
    }
}
