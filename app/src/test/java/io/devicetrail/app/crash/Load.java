package io.devicetrail.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.crash.Journal.Registration;
import io.devicetrail.app.crash.Registrar.Plant;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/** All clients. They know addresses, not instances: a crash is to them a time without answers. */
final class Load implements AutoCloseable {
    private static final int REGISTRARS = 3;
    private static final int DEVICES = 4;
    /** What a device that was just registered says. */
    private static final int FIRST_WORDS = 3;

    private final Journal journal;
    private final Api api;
    private final List<Worker> workers = new ArrayList<>();
    private final Worker reader;

    Load(URI http, String mqtt, Worker reader, Journal journal, long seed) throws InterruptedException {
        this.journal = journal;
        this.reader = reader;
        this.api = new Api(http.resolve("/graphql"));
        Plant plant = plant(http.resolve("/graphql"));
        for (int i = 0; i < REGISTRARS; i++) {
            workers.add(new Registrar(i, api, plant, journal, seed + i));
        }
        for (int i = 0; i < DEVICES; i++) {
            String device = Registrar.register(api, plant, "old-" + i, journal);
            workers.add(publisher("device-" + i, mqtt, numbered(device)));
        }
        workers.add(publisher("newcomers", mqtt, newcomers()));
    }

    void start() {
        reader.start();
        workers.forEach(Worker::start);
    }

    /** Ends when every client has had its answer to everything. */
    void finish(Duration patience) throws InterruptedException {
        workers.forEach(Worker::finish);
        for (Worker worker : workers) {
            assertThat(worker.ended(patience)).as("a client is still waiting").isTrue();
        }
        // Last: it is to be given all that the others were told of.
        reader.finish();
        assertThat(reader.ended(patience)).as("the reader is still reading").isTrue();
    }

    @Override
    public void close() {
        workers.forEach(Worker::giveUp);
        reader.giveUp();
        api.close();
    }

    private Publisher publisher(String name, String mqtt, Supplier<Optional<Message>> source) {
        return new Publisher(name, mqtt, source, journal, Clock.systemUTC());
    }

    private static Supplier<Optional<Message>> numbered(String device) {
        var numbers = LongStream.iterate(0, n -> n + 1).iterator();
        return () -> Optional.of(new Message(device, "b1", numbers.nextLong()));
    }

    /** Speaks for the devices whose registration was acknowledged last. */
    private Supplier<Optional<Message>> newcomers() {
        return new Supplier<>() {
            private int seen = journal.registered();
            private String device = "";
            private long seq = FIRST_WORDS;

            @Override
            public Optional<Message> get() {
                if (seq == FIRST_WORDS) {
                    List<Registration> all = journal.registrations();
                    if (all.size() == seen) {
                        return Optional.empty();
                    }
                    seen = all.size();
                    Registration newest = all.getLast();
                    if (!newest.key().contains("SN-") || newest.device().equals(device)) {
                        return Optional.empty();
                    }
                    device = newest.device();
                    seq = 0;
                }
                return Optional.of(new Message(device, "first", seq++));
            }
        };
    }

    private Plant plant(URI graphql) throws InterruptedException {
        must("createTenant", Map.of("tenant", Message.TENANT, "name", "Crash Pharma"), "tenant { key }");
        new Staff(graphql).grant(Message.TENANT, List.of(Cast.TENANT_ADMINISTRATOR, Cast.ENGINEER));
        JsonNode site = must(
                "openSite",
                Map.of("tenant", Message.TENANT, "key", "basel", "name", "Basel", "zone", "Europe/Zurich"),
                "siteId");
        JsonNode model = must(
                "publishDeviceModelVersion",
                Map.of(
                        "tenant",
                        Message.TENANT,
                        "manufacturer",
                        "Acme",
                        "name",
                        "Counter",
                        "version",
                        1,
                        "heartbeatSeconds",
                        60,
                        "telemetry",
                        List.of(
                                Map.of("name", "count", "type", "INTEGER"),
                                Map.of("name", "level", "type", "NUMBER", "unit", "m"))),
                "deviceModel { deviceModelId }");
        return new Plant(
                site.path("siteId").asString(),
                model.path("deviceModel").path("deviceModelId").asString());
    }

    private JsonNode must(String mutation, Map<String, ?> input, String fields) throws InterruptedException {
        JsonNode payload = api.mutate(mutation, input, fields).orElseThrow();
        assertThat(payload.path("errors")).as(mutation).isEmpty();
        return payload;
    }
}
