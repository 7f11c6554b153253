package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.SigningIssuer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Quality approvers of an outside issuer sign a version of a device model: their proofs stay between them and it. */
class SigningElsewhereTest {
    private static final String[] BOTH = {"pwd", "otp"};

    private final Api api = Api.shared();
    private final SigningIssuer issuer = SigningIssuer.shared();
    private final URI base = URI.create(api.instance().addresses().http());
    private final Visitor visitor = new Visitor(base);

    @Test
    @Requirement({"11.50(b)", "11.70", "11.200(a)(1)", "11.200(a)(2)"})
    void whatWasSeenIsSignedByANewSignInAtTheIssuer() {
        String person = approver("elsa");
        String model = published("E-1");
        JsonNode signing = request("elsa", model, "APPROVAL").path("signing");
        String at = signing.path("confirmationUrl").asString();

        Page choice = visitor.open(at);
        assertThat(choice.body())
                .contains("Sign in at plant")
                .doesNotContain(signing.path("hash").asString());
        Page away = visitor.submit(visitor.open(at + "?at=plant"), Map.of());
        assertThat(away.at().toString()).startsWith(issuer.address() + "/authorize?");
        URI back = issuer.signIn(away.at(), "elsa", "pwd");
        assertThat(new Visitor(base).open(back.toString()).status())
                .as("in another's browser")
                .isEqualTo(403);
        Page page = visitor.open(back.toString());
        assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("The elsa", "APPROVAL", signing.path("hash").asString())
                .doesNotContain("type=\"password\"");
        assertThat(page.response()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("form-action 'self'", " " + issuer.address());

        URI weak = issuer.signIn(visitor.submit(page, Map.of()).at(), "elsa", "pwd");
        Page refused = visitor.open(weak.toString());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("two components");
        Page other = visitor.open(issuer.signIn(visitor.submit(page, Map.of()).at(), "frank", BOTH)
                .toString());
        assertThat(other.status()).as("somebody else").isEqualTo(403);
        assertThat(state("elsa", signing)).isEqualTo("WAITING");

        URI proven = issuer.signIn(visitor.submit(page, Map.of()).at(), "elsa", BOTH);
        Page signed = visitor.open(proven.toString());
        assertThat(signed.body()).as("%s", signed.status()).contains("The signature is in the log");
        assertThat(visitor.open(proven.toString()).status()).as("again").isEqualTo(403);
        assertThat(state("elsa", signing)).isEqualTo("SIGNED");

        JsonNode after = api.ask("signatures", Map.of("record", record(model), "after", api.head()));
        assertThat(after.path("state").asString()).isEqualTo("SIGNED");
        assertThat(after.at("/signatures/0/printedName").asString()).isEqualTo("The elsa");
        assertThat(after.at("/signatures/0/components").toString()).isEqualTo("[\"pwd\",\"otp\"]");
        assertThat(api.auditTrail("installation", person))
                .extracting(edge -> edge.path("node").path("event").asString())
                .contains("account.SignedInElsewhere");
        assertThat(visitor.open("/identity").at().getPath())
                .as("signed in for signing, and for nothing else")
                .isEqualTo("/identity/sign-in");
    }

    @Test
    @Requirement({"11.10(g)", "11.70"})
    void whatChangedOrWhoMayNotAnyMoreIsRefusedInTheEnd() {
        String person = approver("gerd");
        String model = published("E-2");
        JsonNode signing = request("gerd", model, "APPROVAL").path("signing");
        Page page = known("gerd", signing);
        api.done("deprecateDeviceModelVersion", Map.of("deviceModel", model, "version", 1, "reason", "superseded"));
        Page changed = visitor.open(
                issuer.signIn(visitor.submit(page, Map.of()).at(), "gerd", BOTH).toString());
        assertThat(changed.status()).isEqualTo(403);
        assertThat(changed.body()).contains("The record is not what you saw");

        JsonNode next = request("gerd", model, "APPROVAL").path("signing");
        Page again = visitor.open(next.path("confirmationUrl").asString());
        Map<String, Object> role = new HashMap<>(
                Map.of("person", person, "tenant", "commons", "role", "quality-approver", "reason", "moved on"));
        granting("revokeRole", role);
        Page revoked =
                visitor.open(issuer.signIn(visitor.submit(again, Map.of()).at(), "gerd", BOTH)
                        .toString());
        assertThat(revoked.status()).as("%s", revoked.body()).isEqualTo(403);
        assertThat(api.ask("signatures", Map.of("record", record(model), "after", api.head()))
                        .path("signatures"))
                .isEmpty();
    }

    @Test
    void whatTheIssuerRefusesIsToldAndNobodySignsWithoutOurForm() {
        approver("hans");
        JsonNode signing = request("hans", published("E-3"), "REVIEW").path("signing");
        String at = signing.path("confirmationUrl").asString();
        Page away = visitor.submit(visitor.open(at + "?at=plant"), Map.of());
        String state = away.at().getRawQuery().replaceAll(".*\\bstate=([^&]+).*", "$1");
        Page denied =
                visitor.open("/identity/sign/return?error=access_denied&state=" + state + "&iss=" + issuer.address());
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.body()).contains("did not let you in");
        Page page = known("hans", signing);
        Page forged = visitor.submit(
                new Page(page.at(), 200, page.body().replaceAll("value=\"[^\"]*\"", "value=\"x\""), page.response()),
                Map.of());
        assertThat(forged.status()).as("without the token of the form").isEqualTo(403);
        assertThat(state("hans", signing)).isEqualTo("WAITING");
    }

    /** In the browser, after the first return. */
    private Page known(String subject, JsonNode signing) {
        Page away = visitor.submit(visitor.open(signing.path("confirmationUrl").asString() + "?at=plant"), Map.of());
        return visitor.open(issuer.signIn(away.at(), subject, "pwd").toString());
    }

    private String published(String name) {
        return api.done(
                        "publishDeviceModelVersion",
                        Map.of(
                                "tenant",
                                "commons",
                                "manufacturer",
                                "Elsewhere",
                                "name",
                                name,
                                "version",
                                1,
                                "heartbeatSeconds",
                                30))
                .at("/deviceModel/deviceModelId")
                .asString();
    }

    private static Map<String, Object> record(String model) {
        return Map.of("kind", "DEVICE_MODEL_VERSION", "id", model + ":1");
    }

    private String state(String subject, JsonNode signing) {
        return api.answer(
                        issuer.token(subject),
                        "questions",
                        "signing",
                        Map.of("id", signing.path("id").asString()))
                .at("/data/signing/state")
                .asString();
    }

    private JsonNode request(String subject, String model, String meaning) {
        JsonNode now = api.ask("signatures", Map.of("record", record(model), "after", api.head()));
        JsonNode answer = api.answer(
                issuer.token(subject),
                "mutations",
                "requestSignature",
                Map.of(
                        "input",
                        Map.of(
                                "record",
                                record(model),
                                "meaning",
                                meaning,
                                "reason",
                                "reviewed by the book",
                                "expectedHash",
                                now.path("hash").asString())));
        assertThat(answer.at("/data/requestSignature/errors")).as("%s", answer).isEmpty();
        return Objects.requireNonNull(answer.at("/data/requestSignature"));
    }

    /** Registered as somebody of the issuer, and granted the role. */
    private String approver(String subject) {
        String person = api.done(
                        "registerPerson",
                        Map.of(
                                "issuer",
                                issuer.address(),
                                "subject",
                                subject,
                                "printedName",
                                "The " + subject,
                                "identityProof",
                                "HR 10"))
                .at("/person/personId")
                .asString();
        granting(
                "grantRole",
                new HashMap<>(Map.of(
                        "person",
                        person,
                        "tenant",
                        "commons",
                        "role",
                        "quality-approver",
                        "trainingRecord",
                        "TR 10",
                        "reason",
                        "Test")));
        return person;
    }

    private void granting(String mutation, Map<String, Object> input) {
        JsonNode granted =
                api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "mutations", mutation, Map.of("input", input));
        assertThat(granted.at("/data/" + mutation + "/errors"))
                .as("%s", granted)
                .isEmpty();
    }
}
