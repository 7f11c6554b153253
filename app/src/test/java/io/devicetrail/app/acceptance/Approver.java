package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Cast;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** A quality approver of one tenant with an account of the installation's own, in a browser of their own. */
final class Approver {
    private static final String PASSWORD = "Nine lives, and counting";
    private static final Pattern AUTHENTICATOR = Pattern.compile("secret=([A-Z2-7]+)");
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-its-own-good-1234567890";
    private static final String CALLBACK = "http://127.0.0.1:39998/callback";

    private final Api api;
    private final String subject;
    private final String person;
    private final Visitor visitor;
    private final Key authenticator;
    private final String token;

    private Approver(Api api, String tenant, String subject) throws GeneralSecurityException {
        this.api = api;
        this.visitor = new Visitor(URI.create(api.instance().addresses().http()));
        this.subject = subject;
        this.person = registered(tenant, subject);
        this.authenticator = new SecretKeySpec(Base32.bytes(enrolled(secret(), subject)), "RAW");
        this.token = signedIn();
    }

    /** Registered, granted the role, and signed in for the first time. */
    static Approver of(Api api, String tenant, String subject) throws GeneralSecurityException {
        return new Approver(api, tenant, subject);
    }

    /** Looks at the record, and signs what was seen with both proofs; once. */
    void approve(Map<String, Object> record) throws GeneralSecurityException {
        Page signed = give(ask(record));
        assertThat(signed.status()).as("%s", signed.body()).isEqualTo(200);
    }

    /** Looks at the record, and asks to sign what was seen: the address of its page. */
    String ask(Map<String, Object> record) {
        JsonNode seen = api.answer(token, "questions", "signatures", Map.of("record", record, "after", api.head()))
                .at("/data/signatures");
        Map<String, Object> input = Map.of(
                "record",
                record,
                "meaning",
                "APPROVAL",
                "reason",
                "looked through",
                "expectedHash",
                seen.path("hash").asString());
        JsonNode answer = api.answer(token, "mutations", "requestSignature", Map.of("input", input));
        JsonNode signing = answer.at("/data/requestSignature/signing");
        assertThat(signing.isObject()).as("%s", answer).isTrue();
        return signing.path("confirmationUrl").asString();
    }

    /** Opens the page and gives both proofs; once. */
    Page give(String address) throws GeneralSecurityException {
        return visitor.submit(visitor.open(address), Map.of("password", PASSWORD, "code", nextCode()));
    }

    /** Signs in with a browser that stands before the form for it; once. */
    Page signIn(Visitor other, Page form) throws GeneralSecurityException {
        return other.submit(form, Map.of("username", subject, "password", PASSWORD, "code", nextCode()));
    }

    String person() {
        return person;
    }

    /** The code of now has enrolled the authenticator, and counts once. */
    private String nextCode() throws GeneralSecurityException {
        return code(Instant.now().plus(Duration.ofSeconds(30)));
    }

    private String code(Instant at) throws GeneralSecurityException {
        return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(authenticator, at);
    }

    private String registered(String tenant, String subject) {
        String registered = api.done(
                        "registerPerson", Map.of("subject", subject, "printedName", subject, "identityProof", "HR 9"))
                .at("/person/personId")
                .asString();
        Map<String, Object> grant = Map.of(
                "person",
                registered,
                "tenant",
                tenant,
                "role",
                "quality-approver",
                "trainingRecord",
                "TR 9",
                "reason",
                "Test");
        JsonNode granted =
                api.answer(Cast.PLATFORM_ADMINISTRATOR.token(), "mutations", "grantRole", Map.of("input", grant));
        assertThat(granted.at("/data/grantRole/errors")).as("%s", granted).isEmpty();
        return registered;
    }

    private String secret() {
        return api.done("issueSignInSecret", Map.of("person", person, "reason", "first day"))
                .path("secret")
                .asString();
    }

    private String enrolled(String secret, String subject) throws GeneralSecurityException {
        Page proofs =
                visitor.submit(visitor.open("/identity/first-sign-in"), Map.of("username", subject, "secret", secret));
        Matcher found = AUTHENTICATOR.matcher(proofs.body());
        assertThat(found.find()).as("%s", proofs.body()).isTrue();
        String key = found.group(1);
        String code = new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new SecretKeySpec(Base32.bytes(key), "RAW"), Instant.now());
        visitor.submit(proofs, Map.of("password", PASSWORD, "repeated", PASSWORD, "code", code));
        return key;
    }

    private String signedIn() throws GeneralSecurityException {
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
