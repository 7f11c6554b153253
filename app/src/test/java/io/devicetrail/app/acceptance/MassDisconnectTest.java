package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceCommand;
import io.devicetrail.domain.device.DeviceCommand.CommissionDevice;
import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.append.LogUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * All connections of a site end at once, and come back: every device is judged rightly within a minute, and people are
 * told once. {@code -Ddevicetrail.disconnects} says how many; {@code ./devicetrail drill disconnect} takes 10,000.
 */
class MassDisconnectTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int DEVICES = Integer.getInteger("devicetrail.disconnects", 300);
    /** Of a command that the log had no time for: it is given 0.9 seconds, and a disk of a busy machine may take longer. */
    private static final int REPEATS = 5;

    private static final int HANDS = 8;
    private static final Caller DRILL = Caller.process("disconnect-drill");

    private final Api api = Api.shared();

    @Test
    void everyDeviceIsInTheRightStateWithinAMinuteAndPeopleAreToldOnce() throws Exception {
        Plant plant = Plant.of(api, "mass-disconnect");
        List<DeviceId> devices = inService(plant);
        speak(plant, devices, "{\"state\":\"online\",\"connection\":\"1\"}");
        Duration online = awaitAll(plant, "ONLINE");

        speak(plant, devices, "{\"state\":\"offline\",\"connection\":\"1\"}");
        Duration offline = awaitAll(plant, "OFFLINE");
        JsonNode told = await().atMost(MINUTE)
                .until(
                        () -> api.ask("incidents", Map.of("tenant", plant.tenant()))
                                .path("edges"),
                        edges -> !edges.isEmpty());
        assertThat(told).as("%s", told).hasSize(1);
        JsonNode incident = told.at("/0/node");
        assertThat(incident.path("kind").asString()).isEqualTo("MASS_DISCONNECT");
        assertThat(incident.path("siteId").asString()).isEqualTo(plant.basel());
        assertThat(incident.path("evidence")
                        .valueStream()
                        .filter(one -> one.path("name").asString().equals("silentDevices"))
                        .map(one -> one.path("value").asString()))
                .containsExactly(Integer.toString(DEVICES));

        speak(plant, devices, "{\"state\":\"online\",\"connection\":\"2\"}");
        Duration back = awaitAll(plant, "ONLINE");
        await().atMost(MINUTE)
                .until(() -> api.ask("incidents", Map.of("tenant", plant.tenant()))
                        .path("edges")
                        .isEmpty());
        assertThat(api.ask("incidents", Map.of("tenant", plant.tenant(), "closed", true))
                        .path("edges"))
                .as("none of a device of its own")
                .hasSize(1);
        System.out.println("disconnect of " + DEVICES + " devices: all online " + online.toMillis()
                + " ms after the last word, offline " + offline.toMillis() + " ms, online again " + back.toMillis()
                + " ms");
    }

    /** As a process of the platform, which needs nobody's permission: ten thousand mutations would be another test. */
    private List<DeviceId> inService(Plant plant) throws Exception {
        CommandGateway commands = api.instance().context().getBean(CommandGateway.class);
        TenantId tenant = new TenantId(plant.tenant());
        SiteId site = SiteId.parse(plant.basel());
        List<String> serials =
                IntStream.range(0, DEVICES).mapToObj(number -> "D-" + number).toList();
        inParallel(
                serials,
                some -> some.forEach(serial -> {
                    DeviceId device = DeviceId.of(tenant, Plant.MAKER, serial);
                    List<DeviceCommand> steps = List.of(
                            new RegisterDevice(
                                    device,
                                    tenant,
                                    site,
                                    Plant.MAKER,
                                    serial,
                                    DeviceModelId.parse(plant.model()),
                                    1,
                                    null,
                                    null,
                                    null,
                                    new TreeMap<>()),
                            new EnrolDevice(device),
                            new CommissionDevice(device));
                    Map<String, Object> provenance = DRILL.toMetadata(tenant.value());
                    steps.forEach(step -> send(commands, step, MetaData.from(provenance)));
                }));
        return serials.stream()
                .map(serial -> DeviceId.of(tenant, Plant.MAKER, serial))
                .toList();
    }

    /** As its refusal says: where the log had no time for it, nothing is stored, and it is asked for again. */
    private static void send(CommandGateway commands, DeviceCommand step, MetaData provenance) {
        for (int left = REPEATS; left >= 0; left--) {
            try {
                commands.sendAndWait(step, provenance);
                return;
            } catch (LogUnavailableException e) {
                if (left == 0 || !e.outcomeKnown()) {
                    throw e;
                }
            }
        }
    }

    /** The broker says a will for a device; here a few say it in the devices' names, as fast as the broker takes it. */
    private void speak(Plant plant, List<DeviceId> devices, String presence) throws Exception {
        inParallel(devices, some -> {
            String first = some.getFirst().toString();
            try (TestDevice voice = TestDevice.connect(api.instance(), plant.tenant(), first)) {
                for (DeviceId device : some) {
                    voice.sayFor(plant.tenant(), device.toString(), "presence", presence);
                }
            } catch (MqttException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static <T> void inParallel(List<T> all, Consumer<List<T>> each) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(HANDS)) {
            int share = (all.size() + HANDS - 1) / HANDS;
            List<Future<?>> shares = new ArrayList<>();
            for (int from = 0; from < all.size(); from += share) {
                List<T> some = all.subList(from, Math.min(from + share, all.size()));
                shares.add(threads.submit(() -> each.accept(some)));
            }
            for (Future<?> done : shares) {
                done.get();
            }
        }
    }

    private Duration awaitAll(Plant plant, String connectivity) {
        long begin = System.nanoTime();
        await().atMost(MINUTE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(api.database()
                                .sql("select count(*) from read.device where tenant = ? and connectivity = ?")
                                .params(plant.tenant(), connectivity)
                                .query(Integer.class)
                                .single())
                        .isEqualTo(DEVICES));
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
