package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job in nineteen steps. Each asserts what it shows; nothing is printed that was not seen. */
final class Demo implements AutoCloseable {
    private static final int DEVICES = 200;
    private static final int CONNECTED = 24;
    private static final int HEARTBEAT_SECONDS = 2;
    private static final int SILENT = 5;
    private static final int REPLACED = 7;
    private static final int ROTATED = 9;
    private static final int REVOKED = 11;
    private static final int FIRST_OF_JOB = 12;
    private static final int DEVICES_OF_JOB = 6;
    private static final int HANDED_OVER = 20;
    /** Connected ones, that nothing else is done to. */
    private static final List<Integer> OF_ROLLOUT = List.of(0, 1, 2, 3, 4, 6, 8, 10, 12, 13, 14, 15);

    static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration BROKER_OUTAGE = Duration.ofSeconds(10);

    private final DemoPlatform platform;
    private final DemoReport report;
    private final JsonMapper json;
    private final Clock clock;
    private final DemoAuthority authority;
    private final DemoPeople people;
    private final GraphQlClient api;
    private final Questions questions;
    private final Registration registration;
    private final DemoEnrolment enrolment;
    private final Fleet fleet = new Fleet();
    private final Plant plant;

    private List<String> sites = List.of();
    private Registration.Model climate = new Registration.Model("", 0);
    private Registration.Model machine = new Registration.Model("", 0);
    private List<String> devices = List.of();
    private final Map<String, DemoIdentity> identities = new ConcurrentHashMap<>();
    private String gateway = "";
    private String boiler = "";
    private String heatMeter = "";

    Demo(
            DemoPlatform platform,
            DemoPeople people,
            DemoReport report,
            Path edgeBridgeJar,
            JsonMapper json,
            Clock clock) {
        this.platform = platform;
        this.people = people;
        this.report = report;
        this.json = json;
        this.clock = clock;
        this.api = new GraphQlClient(platform.http().resolve("/graphql"), people, json);
        this.questions = new Questions(api);
        this.registration = new Registration(api);
        this.enrolment = new DemoEnrolment(api, platform, clock);
        this.authority = new DemoAuthority(platform, people, api, registration);
        this.plant = new Plant(edgeBridgeJar, platform.folder().resolve("plant"), json);
    }

    void run() {
        report.step(
                "Administrator signs in, registers five people; each signs in with a second factor", authority::people);
        report.step("Publish two device models and open two sites", this::publish);
        report.step(
                "Register, enrol and commission " + DEVICES + " devices at two sites; those that connect by EST",
                this::register);
        report.step("Connect " + CONNECTED + " MQTT devices and the edge bridge; they send", this::connect);
        report.step("One device renews its certificate, another's is revoked and it is put out", this::certificates);
        report.step("Search the fleet with facets", this::search);
        report.step("One device falls silent and is judged offline", this::silence);
        report.step("A command succeeds, another expires", this::command);
        report.step("One person asks for a calibration, another agrees, and the device does it", this::twoPersons);
        report.step("A job tells six devices, one fails, is mended and told again", this::job);
        report.step(
                "The broker stops for ten seconds; the edge bridge keeps reading and nothing is lost", this::outage);
        report.step(
                "An operator tries to retire a device and is refused",
                figures -> authority.refusal(devices.getFirst(), figures));
        report.step(
                "A quality approver signs the model that the devices run by",
                figures -> new DemoSignature(people, api).approval(climate, figures));
        report.step("A signed rollout halts at its threshold, is planned anew, signed again and ends", this::rollout);
        report.step("A device is replaced", this::replace);
        report.step("A device goes to another tenant and enrols there", this::transfer);
        report.step("Its audit trail is exported with its proof, and one changed byte is found", this::audit);
        report.step("Replay: every read model rebuilt from the log, equal digests", this::replay);
    }

    private void publish(Map<String, Object> figures) {
        sites = registration.openSites();
        climate = registration.publish(
                "Rotronic",
                "HC2A",
                HEARTBEAT_SECONDS,
                List.of(
                        Registration.number("temperature", "°C", -40, 85),
                        Registration.number("humidity", "%", 0, 100)));
        machine = registration.publish("Siemens", "S7-1500", HEARTBEAT_SECONDS, PlantModel.TELEMETRY);
        figures.put("models", 2);
        figures.put("sites", sites.size());
    }

    private void register(Map<String, Object> figures) {
        long begun = System.nanoTime();
        devices = registration.commission(DEVICES - 3, "Rotronic", climate, sites, CONNECTED, this::enrol);
        gateway = registration.commission("GW-0001", "Siemens", machine, sites.getFirst(), 0, this::enrol);
        boiler =
                registration.commission("PLC-0001", "Siemens", machine, sites.getFirst(), 0, registration::enrolByHand);
        heatMeter =
                registration.commission("MTR-0001", "Siemens", machine, sites.getLast(), 0, registration::enrolByHand);
        registration.attach(boiler, gateway);
        registration.attach(heatMeter, gateway);
        double seconds = (System.nanoTime() - begun) / 1e9;
        figures.put("devices", devices.size() + 3);
        figures.put("enrolledByEst", identities.size());
        figures.put("mutations", 3 * DEVICES);
        figures.put("mutationsPerSecond", Math.round(3 * DEVICES / seconds));
        long head =
                api.ask("{ log { head } }", Map.of()).path("log").path("head").asLong();
        figures.put("logHead", head);
        require(head >= 3L * DEVICES, "three events per device were expected in the log");
    }

    private void connect(Map<String, Object> figures) {
        JsonNode machines = plant.start(
                Registration.TENANT,
                boiler,
                heatMeter,
                platform.mqtt(),
                Objects.requireNonNull(identities.get(gateway)),
                platform.freePort());
        List<DemoIdentity> connecting =
                devices.subList(0, CONNECTED).stream().map(identities::get).toList();
        fleet.connect(platform.mqtt(), connecting, json, clock);
        Await.until("every connected device online", SOON, () -> questions.countOf("ONLINE"), n -> n >= CONNECTED + 2);
        figures.put("online", questions.countOf("ONLINE"));
        figures.put("opcua", machines.path("opcua").asString());
        figures.put("modbus", machines.path("modbus").asString());
        figures.put("firstValues", questions.latest(devices.getFirst()));
        figures.put("boilerOverOpcUa", questions.latest(boiler));
        figures.put("heatMeterOverModbus", questions.latest(heatMeter));
    }

    /** A device asks for its first certificate, with a token that somebody allowed. */
    private void enrol(String device) {
        identities.put(device, enrolment.enrol(device));
        registration.awaitEnrolled(device);
    }

    private void certificates(Map<String, Object> figures) {
        figures.putAll(new DemoCertificates(enrolment, api).show(fleet, ROTATED, REVOKED));
    }

    private void search(Map<String, Object> figures) {
        JsonNode found = api.ask("""
                query($tenant: ID!) { fleet(search: {tenant: $tenant, tags: [{name: "line", value: "L1"}]}, first: 5) {
                  totalCount edges { node { serialNumber } } facets { field values { label count } } } }""", Map.of("tenant", Registration.TENANT)).path("fleet");
        require(found.path("totalCount").asLong() > 0, "devices with the tag line=L1 were expected");
        figures.put("matches", found.path("totalCount").asLong());
        for (JsonNode facet : found.path("facets")) {
            StringBuilder values = new StringBuilder();
            facet.path("values")
                    .forEach(value -> values.append(value.path("label").asString())
                            .append(" ")
                            .append(value.path("count").asLong())
                            .append("  "));
            figures.put(
                    "by " + facet.path("field").asString(), values.toString().strip());
        }
        long total = questions.facetTotal(Map.of("tenant", Registration.TENANT));
        require(total == DEVICES, "the fleet index was expected to hold " + DEVICES + " devices, it holds " + total);
    }

    private void silence(Map<String, Object> figures) {
        long begun = System.nanoTime();
        fleet.device(SILENT).fallSilent();
        String id = devices.get(SILENT);
        JsonNode state = Await.until(
                "device judged offline",
                SOON,
                () -> api.ask(
                                "query($id: ID!) { device(id: $id) { serialNumber connectivity { value reasons since lastActivityAt } } }",
                                Map.of("id", id))
                        .path("device"),
                device -> device.path("connectivity").path("value").asString().equals("OFFLINE"));
        figures.put("device", state.path("serialNumber").asString());
        figures.put("judgedAfterSeconds", String.format(Locale.ROOT, "%.1f", (System.nanoTime() - begun) / 1e9));
        figures.put("reasons", state.path("connectivity").path("reasons").toString());
    }

    private void command(Map<String, Object> figures) {
        JsonNode done = commandUntilEnded(devices.getFirst(), 10);
        require(done.path("state").asString().equals("SUCCEEDED"), "the command was expected to succeed: " + done);
        JsonNode late = commandUntilEnded(devices.get(SILENT), 3);
        require(late.path("state").asString().equals("EXPIRED"), "the command was expected to expire: " + late);
        figures.put("answered", done.path("state").asString() + ", attempts " + done.path("attempts"));
        figures.put("unanswered", late.path("state").asString() + ", attempts " + late.path("attempts"));
    }

    private void twoPersons(Map<String, Object> figures) {
        String id = api.mutate(
                        Role.OPERATOR,
                        "requestCommand",
                        "RequestCommandInput",
                        Map.of("device", devices.getFirst(), "name", "calibrate", "reason", "Is due this week"),
                        "command { commandId state }")
                .path("command")
                .path("commandId")
                .asString();
        JsonNode held = api.ask("query($id: ID!) { command(id: $id) { state } }", Map.of("id", id))
                .path("command");
        require(held.path("state").asString().equals("AWAITING_APPROVAL"), "the command was expected to wait: " + held);
        api.mutate(
                Role.SITE_ENGINEER,
                "approveCommand",
                "DecideCommandInput",
                Map.of("command", id, "reason", "The line stands still"),
                "command { state }");
        JsonNode done = untilEnded(id);
        require(done.path("state").asString().equals("SUCCEEDED"), "the command was expected to succeed: " + done);
        figures.put("before", held.path("state").asString());
        figures.put("agreed", "the site engineer");
        figures.put("after", done.path("state").asString());
    }

    private JsonNode commandUntilEnded(String device, int timeoutSeconds) {
        JsonNode payload = api.mutate(
                "requestCommand",
                "RequestCommandInput",
                Map.of(
                        "device",
                        device,
                        "name",
                        "identify",
                        "timeoutSeconds",
                        timeoutSeconds,
                        "arguments",
                        Map.of("seconds", 5)),
                "command { commandId state }");
        return untilEnded(payload.path("command").path("commandId").asString());
    }

    private JsonNode untilEnded(String id) {
        return Await.until(
                "command ended",
                SOON,
                () -> api.ask("query($id: ID!) { command(id: $id) { state attempts endedAt } }", Map.of("id", id))
                        .path("command"),
                command -> !command.path("endedAt").isNull());
    }

    private void outage(Map<String, Object> figures) {
        String stopped = clock.instant().toString();
        platform.stopBroker();
        Await.until("the outage over", BROKER_OUTAGE.plusSeconds(5), System::nanoTime, elapsed(BROKER_OUTAGE));
        long buffered = PlantModel.buffered(plant.status());
        platform.startBroker();
        String restarted = clock.instant().toString();
        require(buffered > 0, "the bridge was expected to buffer while the broker was away: " + plant.status());
        Await.until("the bridge's buffer drained", SOON, () -> PlantModel.buffered(plant.status()), left -> left < 5);
        Await.until("devices online again", SOON, () -> questions.countOf("ONLINE"), n -> n >= CONNECTED);
        long expected = BROKER_OUTAGE.toSeconds();
        List<Long> cycles = Await.until(
                "all of the boiler's counts during the outage stored, none missing",
                SOON,
                () -> PlantModel.cyclesBetween(api, boiler, stopped, restarted),
                // What was sent during the outage comes by several connections, and is not stored in order.
                counts -> counts.size() >= expected && PlantModel.withoutHole(counts));
        for (String device : List.of(boiler, heatMeter)) {
            // What is still under way on another connection looks like a gap until it is stored.
            Await.until(
                    "no message of the bridge missing",
                    SOON,
                    () -> api.ask("query($id: ID!) { telemetryGaps(device: $id) { from to } }", Map.of("id", device))
                            .path("telemetryGaps"),
                    JsonNode::isEmpty);
        }
        figures.put("bufferedWhileAway", buffered);
        figures.put("boilerCountsDuringTheOutage", cycles.size());
        figures.put("firstCount", cycles.getFirst());
        figures.put("lastCount", cycles.getLast());
        figures.put("missing", 0);
    }

    private static java.util.function.Predicate<Long> elapsed(Duration time) {
        long begun = System.nanoTime();
        return now -> now - begun >= time.toNanos();
    }

    private void replace(Map<String, Object> figures) {
        String replacement =
                registration.commission("SN-9001", "Rotronic", climate, sites.getFirst(), 1, registration::enrolByHand);
        JsonNode payload = api.mutate(
                "replaceDevice",
                "ReplaceDeviceInput",
                Map.of(
                        "device",
                        devices.get(REPLACED),
                        "replacement",
                        replacement,
                        "reason",
                        "Sensor drift beyond tolerance at calibration"),
                "device { serialNumber lifeCycle replacedBy { serialNumber } }");
        JsonNode device = payload.path("device");
        require(device.path("lifeCycle").asString().equals("REPLACED"), "the device was expected to be replaced");
        figures.put("old", device.path("serialNumber").asString());
        figures.put("new", device.path("replacedBy").path("serialNumber").asString());
    }

    private void job(Map<String, Object> figures) {
        figures.putAll(new DemoJob(api)
                .show(devices.subList(FIRST_OF_JOB, FIRST_OF_JOB + DEVICES_OF_JOB), fleet.device(FIRST_OF_JOB)));
    }

    /** Every third device has boards that the release does not start on. */
    private void rollout(Map<String, Object> figures) {
        DemoArtifact artifact = DemoRollout.publish(platform, api, climate);
        for (int number : OF_ROLLOUT) {
            DemoDevice device = fleet.device(number);
            device.takes(new DemoUpdate(device.identity(), platform.enrolment(), number % 3 != 0));
        }
        figures.putAll(new DemoRollout(api, new DemoSignature(people, api), new DemoAudit(platform, report, api))
                .show(artifact, climate, OF_ROLLOUT.stream().map(devices::get).toList()));
    }

    private void transfer(Map<String, Object> figures) {
        figures.putAll(new DemoTransfer(api, registration, enrolment, clock).show(fleet.device(HANDED_OVER), people));
    }

    private void audit(Map<String, Object> figures) {
        figures.putAll(new DemoAudit(platform, report, api).show(devices.get(REPLACED)));
    }

    private void replay(Map<String, Object> figures) {
        figures.putAll(platform.replay(api.token(Role.PLATFORM_ADMINISTRATOR)));
    }

    private static void require(boolean held, String expectation) {
        if (!held) {
            throw new DemoFailure(expectation);
        }
    }

    @Override
    public void close() {
        fleet.close();
        plant.close();
        api.close();
    }
}
