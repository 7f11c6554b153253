package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.enrolment.ClaimCodes;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A maker's list lets devices enrol by their own keys, and owners claim them. */
@Requirement({"11.10(d)", "11.10(h)"})
class FactoryKeyMutationsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Enrolling enrolling = Enrolling.shared();
    private final Api api = enrolling.api();
    private final EstClient est = enrolling.est();

    @Test
    void aListOfFactoryKeysEnrolsDevicesByTheirOwn() {
        Plant plant = Plant.of(api, "enrol-factory");
        KeyPair factory = PlatformAuthority.newKey();
        KeyPair other = PlatformAuthority.newKey();
        Map<String, Object> list = list(
                plant,
                row("F-1", factory),
                row("F-2", other),
                Map.of("serialNumber", "F-3", "keyFingerprint", "no hash"));
        JsonNode rows = api.done("importFactoryKeys", list).path("rows");
        assertThat(rows.findValuesAsString("result")).containsExactly("REGISTERED", "REGISTERED", "REFUSED");
        assertThat(rows.at("/2/error/code").asString()).isEqualTo("MALFORMED_INPUT");
        assertThat(api.done("importFactoryKeys", list).path("rows").findValuesAsString("result"))
                .as("sent again")
                .containsExactly("KNOWN", "KNOWN", "REFUSED");
        assertThat(api.mutate("importFactoryKeys", list(plant, row("F-1", other)))
                        .at("/rows/0/error/code")
                        .asString())
                .isEqualTo("FACTORY_KEY_DIFFERS");
        assertThat(api.refused("importFactoryKeys", list(plant, row("F-4", other), row("F-4", other))))
                .isEqualTo("MALFORMED_INPUT");
        String device = rows.at("/0/device").asString();

        X509Certificate made = SelfSigned.of("CN=whatever its maker wrote", factory);
        KeyPair operational = PlatformAuthority.newKey();
        String uri = est.base("enrol-factory") + "/simpleenroll";
        byte[] request = EstClient.request(operational);
        HttpResponse<String> answer = await().atMost(SOON)
                .until(() -> est.post(factory, made, uri, request, null), got -> got.statusCode() == 200);
        X509Certificate certificate = EstClient.certificate(answer);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + device + ",O=enrol-factory");
        assertThat(EstClient.certificate(est.post(factory, made, uri, request, null)))
                .isEqualTo(certificate);
        Enrolling.refused(est.post(factory, made, uri, EstClient.request(other), null), 403, "FACTORY_KEY_USED");
        KeyPair nobodys = PlatformAuthority.newKey();
        Enrolling.refused(
                est.post(nobodys, SelfSigned.of("CN=" + device, nobodys), uri, request, null),
                401,
                "ENROLMENT_NOT_ALLOWED");
        Enrolling.refused(
                est.post(factory, made, est.base("enrol-factory") + "/simplereenroll", request, null),
                403,
                "CERTIFICATE_NOT_ADMITTED");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.ask("device", Map.of("id", device))
                                .path("lifeCycle")
                                .asString())
                        .isEqualTo("ENROLLED"));
        assertThat(api.auditTrail("enrol-factory", device).toString())
                .contains("enrolment.FactoryKeyImported", "FACTORY_CERTIFICATE");
    }

    @Test
    void whatIsExpectedIsRegisteredAndEnrolsByItsOwnToken() {
        Plant plant = Plant.of(api, "enrol-expected");
        plant.registered("L-2");
        Map<String, Object> list = Plant.with(
                list(
                        plant,
                        Map.of("serialNumber", "L-1", "hardwareRevision", "B"),
                        Map.of("serialNumber", "L-2"),
                        Map.of("serialNumber", " ")),
                Map.of("tokensUntil", Instant.now().plus(Duration.ofHours(1)).toString()));
        JsonNode rows = api.done("preregisterDevices", list).path("rows");
        assertThat(rows.findValuesAsString("result")).containsExactly("REGISTERED", "KNOWN", "REFUSED");
        String device = rows.at("/0/device").asString();
        String token = rows.at("/0/token").asString();
        assertThat(rows.at("/1/token").isNull())
                .as("somebody may be carrying its own to it")
                .isTrue();
        assertThat(rows.at("/2/error/code").asString()).isEqualTo("MALFORMED_INPUT");
        assertThat(api.mutate("preregisterDevices", list).path("rows").findValuesAsString("result"))
                .as("sent again")
                .containsExactly("KNOWN", "KNOWN", "REFUSED");

        KeyPair pair = PlatformAuthority.newKey();
        Enrolling.refused(
                est.enrol("enrol-expected", rows.at("/1/device").asString(), token, EstClient.request(pair)),
                401,
                "ENROLMENT_NOT_ALLOWED");
        assertThat(est.enrol("enrol-expected", device, token, EstClient.request(pair))
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.auditTrail("enrol-expected", device).toString()).contains("\"hardwareRevision\"", "\"B\"");

        Map<String, Object> third = list(plant, Map.of("serialNumber", "L-3"));
        assertThat(api.refused("preregisterDevices", Plant.with(third, Map.of("tokensUntil", "2020-01-01T00:00:00Z"))))
                .isEqualTo("TOKEN_TIME_UNFIT");
        assertThat(api.done("preregisterDevices", third).path("rows").findValuesAsString("result"))
                .as("the whole list was refused")
                .containsExactly("REGISTERED");
        assertThat(api.mutate("preregisterDevices", list(plant, Map.of("serialNumber", "L-4")))
                        .at("/rows/0/token")
                        .isNull())
                .as("none was asked for")
                .isTrue();
        assertThat(api.refused(
                        "preregisterDevices",
                        list(plant, Map.of("serialNumber", "L-5"), Map.of("serialNumber", "L-5"))))
                .isEqualTo("MALFORMED_INPUT");
    }

    /** The code in the box, as its owner types it. */
    @Test
    void aDeviceIsClaimedByTheCodeFromItsBox() {
        Plant plant = Plant.of(api, "enrol-claim");
        Plant.of(api, "enrol-claimless");
        Map<String, Object> row = Plant.with(
                row("C-1", PlatformAuthority.newKey()), Map.of("claimCodeHash", Fingerprint.of("ABCDEFGH234567XY")));
        String device = api.done("importFactoryKeys", list(plant, row))
                .at("/rows/0/device")
                .asString();
        ClaimCodes codes = api.instance().context().getBean(ClaimCodes.class);
        await().atMost(SOON)
                .until(() -> codes.deviceOf(new TenantId("enrol-claim"), Fingerprint.of("ABCDEFGH234567XY"))
                        .isPresent());
        Map<String, Object> claim = Map.of(
                "tenant", "enrol-claim", "site", plant.cork(), "code", "abcd efgh-2345 67xy", "reason", Plant.REASON);
        assertThat(api.refused("claimDevice", Plant.with(claim, Map.of("code", "short"))))
                .isEqualTo("MALFORMED_INPUT");
        assertThat(api.refused("claimDevice", Plant.with(claim, Map.of("code", "AAAA AAAA AAAA AAAA"))))
                .isEqualTo("CLAIM_CODE_UNKNOWN");
        assertThat(api.refused("claimDevice", Plant.with(claim, Map.of("tenant", "enrol-claimless"))))
                .as("another tenant's code")
                .isEqualTo("CLAIM_CODE_UNKNOWN");
        api.done("claimDevice", claim);
        assertThat(api.refused("claimDevice", claim)).isEqualTo("CLAIM_CODE_USED");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(api.auditTrail("enrol-claim", device).toString())
                                .contains("enrolment.DeviceClaimed", "device.DeviceMoved", plant.cork()));
    }

    private static Map<String, Object> row(String serialNumber, KeyPair key) {
        return Map.of(
                "serialNumber",
                serialNumber,
                "keyFingerprint",
                Fingerprint.of(key.getPublic().getEncoded()));
    }

    @SafeVarargs
    private static Map<String, Object> list(Plant plant, Map<String, Object>... rows) {
        return Map.of(
                "tenant",
                plant.tenant(),
                "site",
                plant.basel(),
                "manufacturer",
                Plant.MAKER,
                "model",
                plant.model(),
                "modelVersion",
                1,
                "rows",
                List.of(rows),
                "reason",
                Plant.REASON);
    }
}
