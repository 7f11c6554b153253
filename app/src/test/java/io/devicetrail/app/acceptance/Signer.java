package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.identity.credential.Base32;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Somebody with an account of the installation's own, registered and signed in, who signs in a browser of theirs. */
final class Signer {
    private static final String PASSWORD = "Nine lives, and counting";
    private static final Pattern AUTHENTICATOR = Pattern.compile("secret=([A-Z2-7]+)");
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-its-own-good-1234567890";
    private static final String CALLBACK = "http://127.0.0.1:39998/callback";

    private final Api api;
    private final String username;
    private final String person;
    private final Visitor browser;
    private final Key authenticator;
    private final String token;

    private Signer(Api api, String username, String person) throws GeneralSecurityException {
        this.api = api;
        this.username = username;
        this.person = person;
        this.browser = new Visitor(URI.create(api.instance().addresses().http()));
        this.authenticator = firstSignIn();
        this.token = accessToken();
    }

    /** Registered, granted the roles, and signed in for the first time. */
    static Signer of(Api api, String tenant, String username, Role... roles) throws GeneralSecurityException {
        return named("The " + username, api, tenant, username, roles);
    }

    static Signer named(String printedName, Api api, String tenant, String username, Role... roles)
            throws GeneralSecurityException {
        String person = api.done(
                        "registerPerson",
                        Map.of("subject", username, "printedName", printedName, "identityProof", "HR 9"))
                .at("/person/personId")
                .asString();
        for (Role role : roles) {
            grant(api, tenant, person, role);
        }
        return new Signer(api, username, person);
    }

    private static void grant(Api api, String tenant, String person, Role role) {
        Map<String, Object> grant = Map.of(
                "person", person, "tenant", tenant, "role", role.key(), "trainingRecord", "TR 9", "reason", "Test");
        JsonNode granted =
                api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "mutations", "grantRole", Map.of("input", grant));
        assertThat(granted.at("/data/grantRole/errors")).as("%s", granted).isEmpty();
    }

    private Key firstSignIn() throws GeneralSecurityException {
        String secret = api.done("issueSignInSecret", Map.of("person", person, "reason", "first day"))
                .path("secret")
                .asString();
        Page proofs =
                browser.submit(browser.open("/identity/first-sign-in"), Map.of("username", username, "secret", secret));
        Matcher found = AUTHENTICATOR.matcher(proofs.body());
        assertThat(found.find()).as("%s", proofs.body()).isTrue();
        Key key = new SecretKeySpec(Base32.bytes(found.group(1)), "RAW");
        browser.submit(proofs, Map.of("password", PASSWORD, "repeated", PASSWORD, "code", code(key, Instant.now())));
        return key;
    }

    private String accessToken() throws GeneralSecurityException {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        Page granted = browser.open("/identity/authorize?response_type=code&client_id=devicetrail-browser&scope=openid"
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

    String person() {
        return person;
    }

    /** The payload of a mutation in their name. */
    JsonNode mutate(String mutation, Map<String, ?> input) {
        JsonNode answer = api.answer(token, "mutations", mutation, Map.of("input", input));
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return answer.path("data").path(mutation);
    }

    /** What a question in their name is answered. */
    JsonNode ask(String question, Map<String, ?> variables) {
        return api.answer(token, "questions", question, variables).path("data").path(question);
    }

    /** Looks at the record, and asks to sign what was seen. */
    JsonNode asked(Map<String, ?> record, String meaning) {
        String hash = ask("signatures", Map.of("record", record, "after", api.head()))
                .path("hash")
                .asString();
        return mutate(
                "requestSignature",
                Map.of("record", record, "meaning", meaning, "expectedHash", hash, "reason", "looked at"));
    }

    /** Code of the refusal. */
    String refused(Map<String, ?> record, String meaning) {
        return asked(record, meaning).at("/errors/0/code").asString("not refused");
    }

    /** Address of the page at which the record waits for their signature. */
    String waiting(Map<String, ?> record, String meaning) {
        JsonNode asked = asked(record, meaning);
        assertThat(asked.path("errors")).as("%s", asked).isEmpty();
        return asked.at("/signing/confirmationUrl").asString();
    }

    /** From the API to the log. */
    void sign(Map<String, ?> record, String meaning) throws GeneralSecurityException {
        Page signed = give(open(waiting(record, meaning)));
        assertThat(signed.status()).as("%s", signed.body()).isEqualTo(200);
    }

    Page open(String address) {
        return browser.open(address);
    }

    /** Gives the proofs that the page asks for; a code once. */
    Page give(Page page) throws GeneralSecurityException {
        Map<String, String> proofs = new HashMap<>(Map.of("password", PASSWORD));
        if (page.body().contains("name=\"code\"")) {
            proofs.put("code", nextCode());
        }
        return browser.submit(page, proofs);
    }

    Page giveWrong(Page page) {
        return browser.submit(page, Map.of("password", "wrong", "code", "000000"));
    }

    /** Signs in with a browser that stands before the form for it; once. */
    Page signIn(Visitor other, Page form) throws GeneralSecurityException {
        return other.submit(form, Map.of("username", username, "password", PASSWORD, "code", nextCode()));
    }

    /** The code of now has enrolled the authenticator, and counts once. */
    private String nextCode() throws GeneralSecurityException {
        return code(authenticator, Instant.now().plus(Duration.ofSeconds(30)));
    }

    private static String code(Key key, Instant at) throws GeneralSecurityException {
        return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, at);
    }
}
