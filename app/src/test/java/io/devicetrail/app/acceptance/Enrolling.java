package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.enrolment.Fingerprint;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What tests of enrolment do before they come to their point. */
record Enrolling(Api api, EstClient est) {
    static Enrolling shared() {
        Api api = Api.shared();
        return new Enrolling(api, new EstClient(api.instance()));
    }

    X509Certificate enrolled(String tenant, String device, KeyPair pair) {
        HttpResponse<String> answer = est.enrol(tenant, device, token(device), EstClient.request(pair));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/pkcs7-mime; smime-type=certs-only");
        assertThat(answer.headers().firstValue("Content-Transfer-Encoding")).contains("base64");
        return EstClient.certificate(answer);
    }

    String token(String device) {
        JsonNode payload = api.done("allowDeviceEnrolment", allowance(device));
        return payload.path("token").asString();
    }

    static Map<String, Object> allowance(String device) {
        return Plant.with(
                Plant.because(device),
                Map.of("until", Instant.now().plus(Duration.ofHours(1)).toString()));
    }

    static Map<String, Object> revocation(String device, String fingerprint) {
        return Plant.with(
                Plant.because(device), Map.of("fingerprint", fingerprint, "revocationReason", "KEY_COMPROMISE"));
    }

    static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).startsWith(code + ": ");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return Fingerprint.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }
}
