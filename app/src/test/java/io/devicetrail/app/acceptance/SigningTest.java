package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.identity.credential.Base32;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A quality approver of the installation's own signs a version of a device model, from the API to the log. */
class SigningTest {
    private static final String PASSWORD = "Nine lives, and counting";
    private static final Pattern AUTHENTICATOR = Pattern.compile("secret=([A-Z2-7]+)");
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-its-own-good-1234567890";
    private static final String CALLBACK = "http://127.0.0.1:39998/callback";

    private final Api api = Api.shared();
    private final Visitor visitor =
            new Visitor(URI.create(api.instance().addresses().http()));

    @Test
    void whatWasSeenIsSignedAtThePageAndShownInTheTrail() throws Exception {
        JsonNode model = api.done(
                        "publishDeviceModelVersion",
                        Map.of(
                                "tenant",
                                "commons",
                                "manufacturer",
                                "Signers",
                                "name",
                                "S-1",
                                "version",
                                1,
                                "heartbeatSeconds",
                                30))
                .path("deviceModel");
        Map<String, Object> record = Map.of(
                "kind",
                "DEVICE_MODEL_VERSION",
                "id",
                model.path("deviceModelId").asString() + ":1");
        JsonNode unsigned = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(unsigned.path("state").asString()).isEqualTo("UNSIGNED");
        Map<String, Object> input = Map.of(
                "record",
                record,
                "meaning",
                "APPROVAL",
                "reason",
                "reviewed by the book",
                "expectedHash",
                unsigned.path("hash").asString());

        Key authenticator = approver();
        String token = token();
        JsonNode signing = request(token, input).path("signing");
        assertThat(signing.path("state").asString()).isEqualTo("WAITING");
        Page page = visitor.open(signing.path("confirmationUrl").asString());
        assertThat(page.body())
                .contains("Sig Natory", "APPROVAL", unsigned.path("hash").asString(), "name=\"code\"");
        assertThat(visitor.submit(page, Map.of("password", "wrong", "code", "000000"))
                        .status())
                .isEqualTo(401);
        // The code of now has enrolled the authenticator, and counts once.
        String code = new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(authenticator, Instant.now().plus(Duration.ofSeconds(30)));
        Page signed = visitor.submit(page, Map.of("password", PASSWORD, "code", code));
        assertThat(signed.status()).as("%s", signed.body()).isEqualTo(200);
        assertThat(api.answer(
                                token,
                                "questions",
                                "signing",
                                Map.of("id", signing.path("id").asString()))
                        .at("/data/signing/state")
                        .asString())
                .isEqualTo("SIGNED");

        JsonNode after = api.ask("signatures", Map.of("record", record, "after", api.head()));
        assertThat(after.path("state").asString()).isEqualTo("SIGNED");
        JsonNode signature = after.path("signatures").path(0);
        assertThat(signature.path("printedName").asString()).isEqualTo("Sig Natory");
        assertThat(signature.path("components").toString()).isEqualTo("[\"pwd\",\"otp\"]");
        assertThat(request(token, input).at("/errors/0/code").asString()).isEqualTo("ALREADY_SIGNED");
        assertThat(api.auditTrail("commons", model.path("deviceModelId").asString()))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("signature.RecordSigned");

        api.done(
                "deprecateDeviceModelVersion",
                Map.of("deviceModel", model.path("deviceModelId").asString(), "version", 1, "reason", "superseded"));
        assertThat(api.ask("signatures", Map.of("record", record, "after", api.head()))
                        .path("state")
                        .asString())
                .isEqualTo("CHANGED_SINCE");
        assertThat(request(token, input).at("/errors/0/code").asString()).isEqualTo("RECORD_CHANGED");
        assertThat(request(Cast.OPERATOR.token(), reviewed(record))
                        .at("/errors/0/code")
                        .asString())
                .as("of an outside issuer")
                .isEqualTo("SIGNS_ELSEWHERE");
    }

    private Map<String, Object> reviewed(Map<String, Object> record) {
        JsonNode now = api.ask("signatures", Map.of("record", record));
        return Map.of(
                "record",
                record,
                "meaning",
                "REVIEW",
                "reason",
                "looked at",
                "expectedHash",
                now.path("hash").asString());
    }

    private JsonNode request(String token, Map<String, Object> input) {
        JsonNode answer = api.answer(token, "mutations", "requestSignature", Map.of("input", input));
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return answer.path("data").path("requestSignature");
    }

    /** Registered, granted the role, and signed in for the first time. */
    private Key approver() {
        String person = api.done(
                        "registerPerson",
                        Map.of("subject", "sig.natory", "printedName", "Sig Natory", "identityProof", "HR 9"))
                .at("/person/personId")
                .asString();
        JsonNode granted = api.answer(
                Cast.PLATFORM_ADMINISTRATOR.token(),
                "mutations",
                "grantRole",
                Map.of(
                        "input",
                        Map.of(
                                "person",
                                person,
                                "tenant",
                                "commons",
                                "role",
                                "quality-approver",
                                "trainingRecord",
                                "TR 9",
                                "reason",
                                "Test")));
        assertThat(granted.at("/data/grantRole/errors")).as("%s", granted).isEmpty();
        String secret = api.done("issueSignInSecret", Map.of("person", person, "reason", "first day"))
                .path("secret")
                .asString();
        Page proofs = visitor.submit(
                visitor.open("/identity/first-sign-in"), Map.of("username", "sig.natory", "secret", secret));
        Matcher found = AUTHENTICATOR.matcher(proofs.body());
        assertThat(found.find()).as("%s", proofs.body()).isTrue();
        Key key = new SecretKeySpec(Base32.bytes(found.group(1)), "RAW");
        try {
            String code = new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, Instant.now());
            visitor.submit(proofs, Map.of("password", PASSWORD, "repeated", PASSWORD, "code", code));
        } catch (java.security.InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
        return key;
    }

    private String token() throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        Page granted = visitor.open("/identity/authorize?response_type=code&client_id=devicetrail-browser&scope=openid"
                + "%20devicetrail&code_challenge_method=S256&code_challenge=" + challenge + "&redirect_uri="
                + CALLBACK);
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(granted.at().toString());
        assertThat(code.find()).as("%s", granted.at()).isTrue();
        String form = "grant_type=authorization_code&client_id=devicetrail-browser&redirect_uri=" + CALLBACK + "&code="
                + code.group(1) + "&code_verifier=" + VERIFIER;
        return Api.JSON
                .readTree(api.send(HttpRequest.newBuilder(
                                        URI.create(api.instance().addresses().http() + "/identity/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)))
                        .body())
                .path("access_token")
                .asString();
    }
}
