package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another's authority signs, and our log decides: over a real EST server, log, broker and revocation. */
@Requirement({"11.10(d)", "11.10(h)"})
class OutsideAuthorityTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long PATIENCE = 10_000;
    private static final String TENANT = "outside-ca";

    @TempDir
    Path home;

    @TempDir
    Path files;

    @Test
    void anotherSignsAndTheLogDecides() throws Exception {
        try (OutsideCa ca = new OutsideCa()) {
            Map<String, String> settings = SharedParts.settings(Api.shared(), "outside_ca");
            settings.remove("devicetrail.mqtt.url");
            settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
            settings.put("devicetrail.certificates.device-life", "2h");
            settings.put("devicetrail.certificates.renewal", "10m");
            settings.putAll(ca.settings(files));
            try (Instance instance = start(settings)) {
                Api api = new Api(instance);
                EstClient est = new EstClient(instance);
                Enrolling enrolling = new Enrolling(api, est);
                String device = Plant.of(api, TENANT).registered("O-1");
                refusals(ca, est, device, enrolling.token(device));

                String token = enrolling.token(device);
                KeyPair key = PlatformAuthority.newKey();
                byte[] request = request(device, key);
                HttpResponse<String> answer = est.enrol(TENANT, device, token, request);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                X509Certificate certificate = EstClient.certificate(answer);
                certificate.verify(ca.certificate.getPublicKey());
                int signed = ca.signed.get();
                assertThat(EstClient.certificate(est.enrol(TENANT, device, token, request)))
                        .as("the answer was lost: the same again")
                        .isEqualTo(certificate);
                assertThat(ca.signed).hasValue(signed);
                assertThat(est.get(est.base(TENANT) + "/cacerts").statusCode()).isEqualTo(200);
                assertThat(Api.JSON
                                .readTree(api.get("/actuator/health").body())
                                .at("/components/outsideAuthority/status")
                                .asString())
                        .isEqualTo("UP");

                ca.kept = certificate;
                Enrolling.refused(est.renew(TENANT, key, certificate, request), 503, "AUTHORITY_ANSWER_UNFIT");
                ca.kept = null;

                KeyPair next = PlatformAuthority.newKey();
                HttpResponse<String> renewed = est.renew(TENANT, key, certificate, request(device, next));
                assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
                X509Certificate newer = EstClient.certificate(renewed);
                MqttAsyncClient connected = connected(est, instance, device, next, newer);
                api.done("revokeDeviceCertificate", Enrolling.revocation(device, Enrolling.fingerprint(newer)));
                await().atMost(SOON).until(() -> !connected.isConnected());
                connected.close();
                assertThat(api.get("/pki/" + TENANT + ".crl").statusCode())
                        .as("the list of revoked ones is its own affair")
                        .isEqualTo(404);
            }
        }
    }

    /** None of these is on record, and nothing was signed but what the log would have taken. */
    private static void refusals(OutsideCa ca, EstClient est, String device, String token) {
        KeyPair key = PlatformAuthority.newKey();
        byte[] request = request(device, key);
        Enrolling.refused(est.enrol(TENANT, device, "guess", request), 401, "ENROLMENT_NOT_ALLOWED");
        Enrolling.refused(est.enrol(TENANT, device, token, EstClient.request(key)), 400, "SUBJECT_UNFIT");
        Enrolling.refused(
                est.enrol(TENANT, device, token, EstClient.request("CN=" + device, key, key, true)),
                400,
                "SUBJECT_UNFIT");
        assertThat(ca.signed).as("asked for nothing").hasValue(0);
        ca.otherKey = PlatformAuthority.newKey().getPublic();
        unfit(est, device, token, request);
        ca.otherKey = null;
        ca.subject = new X500Name("CN=another");
        unfit(est, device, token, request);
        ca.subject = null;
    }

    private static void unfit(EstClient est, String device, String token, byte[] request) {
        HttpResponse<String> answer = est.enrol(TENANT, device, token, request);
        Enrolling.refused(answer, 503, "AUTHORITY_ANSWER_UNFIT");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private static byte[] request(String device, KeyPair key) {
        return EstClient.request("CN=" + device + ",O=" + TENANT, key, key, false);
    }

    private static MqttAsyncClient connected(
            EstClient est, Instance instance, String device, KeyPair key, X509Certificate certificate)
            throws Exception {
        MqttAsyncClient client = new MqttAsyncClient(
                instance.addresses().mqtt().replace("127.0.0.1", "localhost"), device, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(est.withAuthority(TENANT, key, certificate).getSocketFactory());
        client.connect(options).waitForCompletion(PATIENCE);
        return client;
    }

    private Instance start(Map<String, String> settings) {
        return Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "outside-ca"));
    }
}
