package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.replay.ReplayClient;
import io.devicetrail.app.replay.ReplayClient.Outcome;
import io.devicetrail.domain.shared.ReadModel;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Read models can be thrown away: rebuilt from the log they are the same to the byte, whatever was done to them. */
class ReplayTest {
    private static final String REASON = "Acceptance test of the replay";

    private final Api api = Api.shared();
    private final URI http = URI.create(api.instance().addresses().http());

    @Test
    @Requirement("11.100(a)")
    void aReplayGivesTheSameDigestsAndFindsWhatWasTamperedWith() throws Exception {
        Plant plant = Plant.of(api, "again");
        String device = plant.active("R-1");
        List<String> readModels = api.instance().context().getBeansOfType(ReadModel.class).values().stream()
                .map(ReadModel::name)
                .toList();

        Map<String, Object> name = Map.of("subject", "once.only", "printedName", "Once Only", "identityProof", "HR 1");
        String person = api.done("registerPerson", name).at("/person/personId").asString();
        api.done("deactivatePerson", Map.of("person", person, "reason", "left"));

        List<Outcome> first = replay();
        assertThat(api.refused("registerPerson", name))
                .as("also after a replay")
                .isEqualTo("PERSON_EXISTS");
        assertThat(first)
                .allSatisfy(
                        outcome -> assertThat(outcome.equal()).as("%s", outcome).isTrue())
                .extracting(Outcome::readModel)
                .containsExactlyInAnyOrderElementsOf(readModels);
        assertThatItIsOnRecord(first);

        int changed = api.database()
                .sql("update read.device set batch = 'forged' where device_id = ?")
                .param(UUID.fromString(device))
                .update();
        assertThat(changed).isEqualTo(1);
        assertThat(replay())
                .as("the forged read model differs, and it alone")
                .filteredOn(outcome -> !outcome.equal())
                .extracting(Outcome::readModel)
                .containsExactly("read-devices");
        assertThat(api.ask("device", Map.of("id", device)).path("batch").isNull())
                .isTrue();
        List<Long> found = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean done = new AtomicBoolean();
        Thread searching = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                found.add(devicesFound());
            }
        });
        assertThat(replay()).allSatisfy(outcome -> assertThat(outcome.equal()).isTrue());
        done.set(true);
        searching.join();
        assertThat(found)
                .as("searches while the fleet index is rebuilt beside")
                .isNotEmpty()
                .containsOnly(1L);
    }

    /** It may show people something else than before: who had it done is on record, and how it came out. */
    private void assertThatItIsOnRecord(List<Outcome> outcomes) {
        List<JsonNode> entries = new ArrayList<>();
        api.auditTrail("installation", null).forEach(edge -> entries.add(edge.path("node")));
        List<JsonNode> ended = entries.stream()
                .filter(entry -> entry.path("event").asString().equals("replay.ReplayEnded"))
                .toList();
        String replay = ended.getLast().path("recordId").asString();
        assertThat(entries)
                .filteredOn(entry -> entry.path("recordId").asString().equals(replay))
                .first()
                .satisfies(started -> {
                    assertThat(started.path("event").asString()).isEqualTo("replay.ReplayStarted");
                    assertThat(started.path("reason").asString()).isEqualTo(REASON);
                    assertThat(started.path("actorId").asString()).isEqualTo(Cast.PLATFORM_ADMINISTRATOR.personId());
                });
        assertThat(ended)
                .filteredOn(entry -> entry.path("recordId").asString().equals(replay))
                .extracting(entry -> entry.path("to").asString())
                .containsExactlyElementsOf(
                        outcomes.stream().map(Outcome::digestAfter).toList());
    }

    @Test
    void itIsRefusedWithoutAReason() {
        try (ReplayClient client = new ReplayClient(http, Cast.PLATFORM_ADMINISTRATOR.token())) {
            assertThatThrownBy(() -> client.replay("  ", (readModel, position, head) -> {}))
                    .hasMessageContaining("needs a reason");
        }
    }

    private long devicesFound() {
        return api.ask("fleet", Map.of("search", Map.of("tenant", "again"), "first", 1))
                .path("totalCount")
                .asLong();
    }

    @Test
    void itIsRefusedAtOnceWhileAnotherNodeProjects() {
        api.database().sql("""
                        insert into process.token (processor_name, segment, timestamp, owner)
                        values ('read-fleet', 7, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                '1@another-node')""").update();
        try {
            assertThatThrownBy(this::replay).hasMessageContaining("read-fleet").hasMessageContaining("1@another-node");
        } finally {
            api.database()
                    .sql("delete from process.token where owner = '1@another-node'")
                    .update();
        }
    }

    @Test
    void aPageInABrowserCannotStartOne() {
        assertThat(api.send(HttpRequest.newBuilder(http.resolve("/operations/replay"))
                                .header("Authorization", "Bearer " + Cast.PLATFORM_ADMINISTRATOR.token())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"because\"}")))
                        .statusCode())
                .isBetween(400, 499);
        assertThat(api.get(Cast.PLATFORM_ADMINISTRATOR, "/operations/replay").statusCode())
                .isBetween(400, 499);
    }

    private List<Outcome> replay() {
        try (ReplayClient client = new ReplayClient(http, Cast.PLATFORM_ADMINISTRATOR.token())) {
            return client.replay(REASON, (readModel, position, head) -> {});
        }
    }
}
