package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/** The one subscription, over both of its transports: one's own changes are seen, a neighbour's never. */
@TestInstance(Lifecycle.PER_CLASS)
class DeviceChangedTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Api api = Api.shared();
    private String own = "";
    private String foreign = "";
    private Plant plant = new Plant(api, "", "", "", "");
    private Plant neighbour = plant;

    @BeforeAll
    void plants() {
        plant = Plant.of(api, "watch");
        neighbour = Plant.of(api, "watched-not");
        own = plant.registered("W-1");
        foreign = neighbour.registered("W-1");
    }

    @Test
    void changesAreToldOverWebSocket() throws Exception {
        try (Changes changes = Changes.overWebSocket(api, "watch")) {
            ownChangesAreSeenAndForeignOnesAreNot(changes);
        }
    }

    @Test
    void changesAreToldOverServerSentEvents() throws Exception {
        try (Changes changes = Changes.overServerSentEvents(api, "watch")) {
            ownChangesAreSeenAndForeignOnesAreNot(changes);
        }
    }

    private void ownChangesAreSeenAndForeignOnesAreNot(Changes changes) {
        // Nothing tells a client that its subscription has begun: the first change is made until it is seen.
        await().atMost(SOON).until(() -> {
            plant.tag(own, "begun", String.valueOf(api.head()));
            return !changes.seen().isEmpty();
        });
        neighbour.tag(foreign, "secret", String.valueOf(api.head()));
        long last = plant.tag(own, "last", String.valueOf(api.head()));
        List<JsonNode> seen = await().atMost(SOON)
                .until(
                        changes::seen,
                        all -> all.stream().anyMatch(c -> c.path("position").asLong() == last));
        assertThat(seen).allSatisfy(change -> {
            assertThat(change.path("device").path("tenant").asString()).isEqualTo("watch");
            assertThat(change.path("device").path("deviceId").asString()).isEqualTo(own);
        });
        assertThat(seen.getLast().path("device").path("tags").toString()).contains("\"name\":\"last\"");
    }
}
