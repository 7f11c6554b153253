package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A maker's list, signed by its own tool (openssl) over the text that the docs name. */
@Requirement({"11.10(d)", "11.10(h)"})
class SignedListTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String TENANT = "signed-lists";

    private final Api api = Api.shared();

    @TempDir
    Path folder;

    @Test
    void aListIsTakenByItsMakersSignatureAlone() throws Exception {
        Plant plant = Plant.of(api, TENANT);
        Map<String, Object> list = list(plant, "S-1", "S-2");
        api.done("importFactoryKeys", list(plant, "S-0"));
        KeyPair key = PlatformAuthority.newKey();
        X509Certificate maker = SelfSigned.of("CN=lists,O=" + Plant.MAKER, key);
        Map<String, Object> trust = Map.of(
                "tenant", TENANT, "manufacturer", Plant.MAKER, "certificate", Pem.of(maker), "reason", "Letter 7");

        assertThat(api.answer(Cast.ENGINEER.token(), "mutations", "trustListSigner", Map.of("input", trust))
                        .at("/data/trustListSigner/errors/0/code")
                        .asString())
                .as("who brings lists does not say whose are believed")
                .isEqualTo("NOT_AUTHORISED");
        assertThat(api.refused("trustListSigner", Plant.with(trust, Map.of("reason", " "))))
                .isEqualTo("REASON_MISSING");
        assertThat(api.refused("trustListSigner", Plant.with(trust, Map.of("certificate", "none"))))
                .isEqualTo("MALFORMED_INPUT");
        JsonNode trusted = api.done("trustListSigner", trust).at("/tenant/listSigners/0");
        assertThat(trusted.path("fingerprint").asString()).isEqualTo(Enrolling.fingerprint(maker));
        assertThat(api.refused("trustListSigner", trust)).isEqualTo("LIST_SIGNER_TRUSTED_BEFORE");

        long before = api.head();
        assertThat(api.refused("importFactoryKeys", list)).isEqualTo("LIST_SIGNATURE_MISSING");
        KeyPair strange = PlatformAuthority.newKey();
        X509Certificate stranger = SelfSigned.of("CN=somebody", strange);
        assertThat(api.refused("importFactoryKeys", signed(list, text("S-1", "S-2"), strange, stranger)))
                .isEqualTo("LIST_SIGNER_UNKNOWN");
        assertThat(api.refused("importFactoryKeys", signed(list, text("S-1"), key, maker)))
                .as("a row was added")
                .isEqualTo("LIST_SIGNATURE_WRONG");
        assertThat(api.refused("importFactoryKeys", Plant.with(list, Map.of("signature", "none"))))
                .isEqualTo("LIST_SIGNATURE_MALFORMED");
        assertThat(api.head()).as("nothing of it happened").isEqualTo(before);

        JsonNode taken = api.done("importFactoryKeys", signed(list, text("S-1", "S-2"), key, maker));
        assertThat(taken.path("rows").findValuesAsString("result")).containsExactly("REGISTERED", "REGISTERED");
        assertThat(taken.at("/signedBy/fingerprint").asString()).isEqualTo(Enrolling.fingerprint(maker));
        String device = taken.at("/rows/0/device").asString();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.auditTrail(TENANT, device).toString())
                        .contains("factory key list signed by", Enrolling.fingerprint(maker), "CN=lists"));

        api.done(
                "distrustListSigner",
                Map.of(
                        "tenant",
                        TENANT,
                        "manufacturer",
                        Plant.MAKER,
                        "fingerprint",
                        Enrolling.fingerprint(maker),
                        "reason",
                        "The key was stolen"));
        Map<String, Object> next = list(plant, "S-3");
        assertThat(api.refused("importFactoryKeys", signed(next, text("S-3"), key, maker)))
                .isEqualTo("LIST_SIGNER_UNKNOWN");
        assertThat(api.refused("importFactoryKeys", next))
                .as("what was signed once is not taken unsigned any more")
                .isEqualTo("LIST_SIGNATURE_MISSING");
        assertThat(api.auditTrail(TENANT, TENANT).toString())
                .contains("tenant.ListSignerTrusted", "Letter 7", "tenant.ListSignerDistrusted", "The key was stolen");
    }

    private Map<String, Object> signed(Map<String, Object> list, String text, KeyPair key, X509Certificate certificate)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("list.txt"), text);
        Files.writeString(folder.resolve("maker.key"), Pem.of(key.getPrivate()));
        Files.writeString(folder.resolve("maker.pem"), Pem.of(certificate));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-sign",
                        "-binary",
                        "-in",
                        "list.txt",
                        "-signer",
                        "maker.pem",
                        "-inkey",
                        "maker.key",
                        "-md",
                        "sha256",
                        "-outform",
                        "PEM",
                        "-out",
                        "list.sig")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(said).isZero();
        return Plant.with(list, Map.of("signature", Files.readString(folder.resolve("list.sig"))));
    }

    private static String text(String... serialNumbers) {
        StringBuilder text = new StringBuilder(Plant.MAKER + "\n");
        for (String serialNumber : serialNumbers) {
            text.append(serialNumber).append('\t').append(keyOf(serialNumber)).append('\n');
        }
        return text.toString();
    }

    private static String keyOf(String serialNumber) {
        return Fingerprint.of("key of " + serialNumber);
    }

    private static Map<String, Object> list(Plant plant, String... serialNumbers) {
        Map<String, Object> list = new HashMap<>(plant.device("unused"));
        list.remove("serialNumber");
        list.put("reason", Plant.REASON);
        list.put(
                "rows",
                List.of(serialNumbers).stream()
                        .map(one -> Map.of("serialNumber", one, "keyFingerprint", keyOf(one)))
                        .toList());
        return list;
    }
}
