package io.devicetrail.app.acceptance;

import static io.devicetrail.app.acceptance.Plant.because;
import static io.devicetrail.app.acceptance.Plant.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.junit.jupiter.api.Test;

/** A long aggregate is read from its snapshot, and from its events where today's code did not make the snapshot. */
class SnapshotTest {
    /** One more than the events after which there is a snapshot. */
    private static final int LONG = 101;

    private final Api api = Api.shared();

    @Test
    void aCommandStartsFromASnapshotOfTodaysCodeOnly() {
        Plant plant = Plant.of(api, "long-lived");
        String device = plant.registered("L-1");
        tagAgainAndAgain(device);
        String revision = column("revision", device);
        assertThat(payload(device)).contains("\"lifeCycle\":\"REGISTERED\"", "\"turn\":");

        String doctored = payload(device).replace("\"REGISTERED\"", "\"RETIRED\"");
        change(device, "payload", doctored.getBytes(StandardCharsets.UTF_8));
        assertThat(api.refused("tagDevice", with(because(device), Map.of("name", "turn", "value", "x"))))
                .as("the control: it is the snapshot that is read")
                .isEqualTo("DEVICE_ENDED");

        change(device, "revision", "of another version");
        plant.tag(device, "turn", "y");
        assertThat(column("revision", device)).as("rebuilt, not misread").isEqualTo(revision);
        assertThat(payload(device)).contains("\"lifeCycle\":\"REGISTERED\"");

        change(device, "name", "io.devicetrail.commandside.device.GoneAggregate");
        plant.tag(device, "turn", "z");
    }

    @Test
    void everyAggregateThatMayGrowLongIsReadBackAsItWasWritten() throws Exception {
        Plant plant = Plant.of(api, "snapshots");
        String device = plant.active("L-2");
        TestDevice online = TestDevice.connect(api.instance(), "snapshots", device);
        await().until(() -> api.auditTrail("snapshots", device).toString().contains("\"to\":\"ONLINE\""));
        online.vanish();
        await().until(() -> api.auditTrail("snapshots", device).toString().contains("\"to\":\"OFFLINE\""));
        api.done(
                "deprecateDeviceModelVersion",
                Map.of("deviceModel", plant.model(), "version", 1, "reason", "there is a newer one"));
        String connectivity =
                ConnectivityId.of(new DeviceId(UUID.fromString(device))).toString();
        String person = api.done(
                        "registerPerson",
                        Map.of("subject", "snapshot.person", "printedName", "Ada", "identityProof", "HR 1"))
                .path("person")
                .path("personId")
                .asString();
        api.done(
                "grantRole",
                Map.of(
                        "person",
                        person,
                        "tenant",
                        "snapshots",
                        "role",
                        "operator",
                        "trainingRecord",
                        "TR 1",
                        "reason",
                        "shift"));
        api.done("publishDeviceModelVersion", TwinTest.withProperties("snapshots"));
        String mirrored =
                plant.registered(Plant.with(plant.device("L-3"), Map.of("modelVersion", TwinTest.WITH_PROPERTIES)));
        for (Map<String, Integer> wanted : List.of(Map.of("limit", 21), Map.of("interval", 60))) {
            api.done("changeDesiredProperties", Map.of("device", mirrored, "properties", wanted, "reason", "snapshot"));
        }
        String twin = TwinId.of(new DeviceId(UUID.fromString(mirrored))).toString();
        isReadBack("twin.TwinAggregate", twin, "\"limit\":21.0");
        isReadBack(
                "account.AccountAggregate", AccountHistory.of(api, person).lockedOut(), AccountHistory.ADMINISTRATOR);
        isReadBack("device.DeviceAggregate", device, "ACTIVE");
        isReadBack("person.PersonAggregate", person, "operator");
        isReadBack("connectivity.ConnectivityAggregate", connectivity, "OFFLINE");
        isReadBack("tenant.TenantAggregate", "snapshots", plant.cork());
        isReadBack("devicemodel.DeviceModelAggregate", plant.model(), "lastVersion");
    }

    /** In two requests, in turn, without waiting for a read model. */
    private void tagAgainAndAgain(String device) {
        tag(device, 0, LONG / 2);
        tag(device, LONG / 2, LONG);
    }

    private void tag(String device, int from, int to) {
        String tag =
                "t%d: tagDevice(input: {device: \"%s\", name: \"turn\", value: \"%d\", reason: \"again\"}) { position }";
        String tags = IntStream.range(from, to)
                .mapToObj(turn -> tag.formatted(turn, device, turn))
                .collect(Collectors.joining(" ", "mutation { ", " }"));
        String answer = api.send(HttpRequest.newBuilder(api.graphql())
                        .header("Authorization", "Bearer " + Cast.ENGINEER.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Api.JSON.writeValueAsString(Map.of("query", tags)))))
                .body();
        assertThat(answer).contains("\"t" + (to - 1) + "\":{\"position\":").doesNotContain("\"position\":null");
    }

    private void isReadBack(String aggregate, String id, String holds) throws Exception {
        Class<?> type = Class.forName("io.devicetrail.commandside." + aggregate);
        api.instance().context().getBean(Snapshotter.class).scheduleSnapshot(type, id);
        assertThat(payload(id)).contains(holds);
        Object read = api.instance()
                .context()
                .getBean(EventStorageEngine.class)
                .readSnapshot(id)
                .orElseThrow()
                .getPayload();
        assertThat(read).isInstanceOf(type);
        assertThat(SnapshotSerializer.create().serialize(read, String.class).getData())
                .isEqualTo(payload(id));
    }

    private String payload(String id) {
        return column("convert_from(payload, 'UTF8')", id);
    }

    private String column(String column, String id) {
        return api.database()
                .sql("select " + column + " from process.snapshot where aggregate_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private void change(String id, String column, Object value) {
        assertThat(api.database()
                        .sql("update process.snapshot set " + column + " = ? where aggregate_id = ?")
                        .params(value, id)
                        .update())
                .isEqualTo(1);
    }
}
