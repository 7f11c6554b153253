package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.app.instance.Uploads;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.update.agent.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The reference agent as a process, against the real broker and the real port, with its certificate. */
@Requirement({"11.10(a)", "11.10(h)"})
class UpdateAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();

    @TempDir
    Path folder;

    @Test
    void itInstallsWhatWasPublishedAndOffered() throws Exception {
        Plant plant = Plant.of(api, "agent");
        String device = plant.active("A-1");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate certificate = enrolling.enrolled("agent", device, pair);
        byte[] image = new byte[100_000];
        new Random(7).nextBytes(image);
        String release = published(plant, image);
        Path metadata = api.instance().home().resolve("updates/agent/metadata");
        await().until(() -> Files.exists(metadata.resolve("2.targets.json")));

        Process agent = agent(plant, device, pair, certificate, metadata.resolve("1.root.json"));
        try (var out = agent.inputReader()) {
            assertThat(out.readLine())
                    .as("%s", Files.readString(folder.resolve("log")))
                    .isEqualTo("1 of 1 devices listen for offers");
            offer(device, release, image);
            Path journal = folder.resolve("devices").resolve(device).resolve("journal.json");
            // There is none before the offer has come.
            await().atMost(PATIENCE)
                    .ignoreException(NoSuchFileException.class)
                    .untilAsserted(() -> assertThat(Files.readString(journal))
                            .as("%s", Files.readString(folder.resolve("log")))
                            .contains("\"state\":\"verified\"", "\"version\":\"2.1.0\""));
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    /** From the plan to the device and back, by all that the two say of windows and of what a device has to be like. */
    @Test
    void itTakesPartInRolloutsByTheirWindowsAndPrerequisites() throws Exception {
        Plant plant = Plant.of(api, "agent-windows");
        String device = plant.active("A-2");
        KeyPair pair = PlatformAuthority.newKey();
        X509Certificate certificate = enrolling.enrolled("agent-windows", device, pair);
        byte[] image = new byte[100_000];
        new Random(8).nextBytes(image);
        published(plant, image);
        Path metadata = api.instance().home().resolve("updates/agent-windows/metadata");
        await().until(() -> Files.exists(metadata.resolve("2.targets.json")));
        Process agent = agent(plant, device, pair, certificate, metadata.resolve("1.root.json"));
        try (var out = agent.inputReader()) {
            assertThat(out.readLine()).isEqualTo("1 of 1 devices listen for offers");
            JsonNode refused = over(started(plant, image, "1.9"), "HALTED");
            assertThat(refused.at("/devices/edges/0/node/code").asString()).isEqualTo("FROM_OTHER_VERSION");
            JsonNode taken = over(started(plant, image, "2.0.0"), "COMPLETED");
            assertThat(taken.at("/progress/verified").asInt())
                    .as("%s", Files.readString(folder.resolve("log")))
                    .isEqualTo(1);
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    /** By a window that is always open. */
    private String started(Plant plant, byte[] image, String from) {
        Map<String, Object> content = new HashMap<>(RolloutTest.content(plant, "From " + from, 600));
        content.put(
                "release",
                Map.of("name", "flow", "version", "2.1.0", "sha256", Uploads.hash(image), "size", image.length));
        content.put("windows", List.of(Map.of("days", DayOfWeek.values(), "from", "00:00", "minutes", 1_440)));
        content.put("prerequisites", Map.of("fromVersions", List.of(from)));
        content.put(
                "waves",
                List.of(
                        Map.of("devices", 1, "soakMinutes", 0, "leastVerifiedPercent", 100),
                        Map.of("percent", 100, "soakMinutes", 0)));
        String plan = api.done("draftRolloutPlan", Map.of("tenant", plant.tenant(), "content", content))
                .at("/plan/rolloutPlanId")
                .asString();
        JsonNode run =
                api.done("createRollout", RolloutTest.creation(plant, plan)).path("rollout");
        api.done("startRollout", RolloutTest.start(run.path("rolloutId").asString(), run));
        return run.path("rolloutId").asString();
    }

    private JsonNode over(String run, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> api.ask("rollout", Map.of("id", run, "after", api.head())),
                        shown -> shown.path("state").asString().equals(state));
    }

    private void offer(String device, String release, byte[] image) throws Exception {
        String offer = """
                {"rollout":"%s","attempt":1,"release":{"name":"flow","version":"2.1.0"},"target":"releases/%s",
                 "sha256":"%s","size":%d}""".formatted(new UUID(1, 2), release, Uploads.hash(image), image.length);
        api.instance()
                .context()
                .getBean(Publishing.class)
                .publish(
                        "dt/v1/agent/" + device + "/rollout",
                        offer.getBytes(StandardCharsets.UTF_8),
                        new MqttProperties(),
                        Duration.ofSeconds(10));
    }

    private String published(Plant plant, byte[] image) {
        new Uploads(api.instance().addresses().http(), Cast.ENGINEER.token())
                .uploaded(plant.tenant(), image, "flow.bin");
        return api.done(
                        "publishSoftwareRelease",
                        Map.of(
                                "tenant",
                                plant.tenant(),
                                "name",
                                "flow",
                                "version",
                                "2.1.0",
                                "artifact",
                                Uploads.hash(image),
                                "model",
                                plant.model(),
                                "modelVersions",
                                List.of(1),
                                "currentVersions",
                                List.of("1.9", "2.0.0"),
                                "requiredSignatures",
                                0))
                .at("/release/softwareReleaseId")
                .asString();
    }

    private Process agent(Plant plant, String device, KeyPair pair, X509Certificate certificate, Path root)
            throws Exception {
        Path cert = Files.writeString(folder.resolve("cert.pem"), Pem.of(est.chain(plant.tenant(), certificate)));
        Path key = Files.writeString(folder.resolve("key.pem"), Pem.of(pair.getPrivate()));
        Path ca = Files.writeString(folder.resolve("ca.pem"), Pem.of(est.root()));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        TestInstance.SHORT_LIVED,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--directory=" + folder.resolve("devices"),
                        "--broker=" + api.instance().addresses().mqtt().replace("127.0.0.1", "localhost"),
                        "--updates=https://localhost:" + est.port() + "/updates/",
                        "--root=" + root,
                        "--tenant=" + plant.tenant(),
                        "--model=" + plant.model(),
                        "--first-version=2.0.0",
                        "--cert=" + cert,
                        "--key=" + key,
                        "--ca=" + ca,
                        "--device=" + device)
                .redirectError(folder.resolve("log").toFile())
                .start();
    }
}
