package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A device whose certificate lives for a minute is reminded of it, at the broker's door that asks for that certificate. */
@Requirement({"11.10(d)", "11.10(h)"})
class CertificateReminderTest {
    private static final Duration SOON = Duration.ofSeconds(45);
    private static final Duration LIFE = Duration.ofSeconds(60);
    /** Due after a quarter of a minute; what is issued then is due as long after it. */
    private static final Duration RENEWAL = Duration.ofSeconds(45);

    private static final long PATIENCE = 10_000;
    private static final String TENANT = "reminded";

    @TempDir
    Path home;

    @Test
    void aDeviceIsRemindedRenewsAndIsLeftInPeace() throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), "reminded");
        // A broker of its own: another instance would hear these devices, too.
        settings.remove("devicetrail.mqtt.url");
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        settings.put("devicetrail.certificates.device-life", LIFE.toSeconds() + "s");
        settings.put("devicetrail.certificates.renewal", RENEWAL.toSeconds() + "s");
        try (Instance instance = Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "reminded"))) {
            Api api = new Api(instance);
            EstClient est = new EstClient(instance);
            Enrolling enrolling = new Enrolling(api, est);
            Plant plant = Plant.of(api, TENANT);
            String device = plant.registered("R-1");
            KeyPair key = PlatformAuthority.newKey();
            X509Certificate certificate = enrolling.enrolled(TENANT, device, key);
            BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
            MqttAsyncClient connected = connect(est, instance, device, key, certificate, told);

            JsonNode reminder = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(reminder).as("a reminder").isNotNull();
            assertThat(reminder.path("renew").asString()).isEqualTo("certificate-renewal-due");
            assertThat(reminder.path("fingerprint").asString()).isEqualTo(Enrolling.fingerprint(certificate));
            assertThat(Instant.parse(reminder.path("notAfter").asString()))
                    .isEqualTo(certificate.getNotAfter().toInstant());
            JsonNode incident = await().atMost(SOON)
                    .until(
                            () -> api.ask("incidents", Map.of("tenant", TENANT)).at("/edges/0/node"),
                            JsonNode::isObject);
            assertThat(incident.path("kind").asString()).isEqualTo("CERTIFICATE_OVERDUE");

            KeyPair next = PlatformAuthority.newKey();
            HttpResponse<String> renewed = est.post(
                    key,
                    certificate,
                    URI.create(est.base(TENANT))
                            .resolve(reminder.path("renewAt").asString())
                            .toString(),
                    EstClient.request(next),
                    null);
            assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
            X509Certificate newer = EstClient.certificate(renewed);
            connected.disconnect().waitForCompletion(PATIENCE);
            List<JsonNode> late = new ArrayList<>();
            told.drainTo(late);
            MqttAsyncClient back = connect(est, instance, device, next, newer, told);
            Map<String, Object> id = Map.of("id", incident.path("incidentId").asString());
            JsonNode closed = await().atMost(SOON)
                    .until(
                            () -> api.ask("incident", id),
                            seen -> seen.path("closedFor").asString("").equals("RECOVERED")
                                    && seen.path("notes").size() == 1);
            assertThat(closed.at("/notes/0/by").asString()).isEqualTo("certificate-reminder");
            assertThat(closed.at("/notes/0/note").asString())
                    .contains("told to renew its certificate " + Enrolling.fingerprint(certificate));
            assertThat(api.auditTrail(TENANT, device).toString())
                    .contains("incident.IncidentNoted", "told to renew its certificate");

            // Of the new one it is reminded in its turn, and nothing was said meanwhile: not of the old one, though it
            // came back.
            JsonNode ofTheNewOne = told.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(ofTheNewOne).isNotNull();
            assertThat(ofTheNewOne.path("fingerprint").asString()).isEqualTo(Enrolling.fingerprint(newer));
            assertThat(late).isEmpty();
            back.disconnect().waitForCompletion(PATIENCE);
        }
    }

    private static MqttAsyncClient connect(
            EstClient est,
            Instance instance,
            String device,
            KeyPair key,
            X509Certificate certificate,
            BlockingQueue<JsonNode> told)
            throws Exception {
        String prefix = "dt/v1/" + TENANT + "/" + device + "/";
        MqttAsyncClient client = new MqttAsyncClient(
                instance.addresses().mqtt().replace("127.0.0.1", "localhost"), device, new MemoryPersistence());
        client.setCallback(new Keeping(told));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        options.setSocketFactory(est.withAuthority(TENANT, key, certificate).getSocketFactory());
        client.connect(options).waitForCompletion(PATIENCE);
        client.subscribe(prefix + "certificate", 1).waitForCompletion(PATIENCE);
        client.publish(prefix + "presence", "{\"state\":\"online\"}".getBytes(StandardCharsets.UTF_8), 1, true)
                .waitForCompletion(PATIENCE);
        return client;
    }

    /** Keeps what a device is told. */
    private record Keeping(BlockingQueue<JsonNode> told) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            told.add(Api.JSON.readTree(message.getPayload()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
