package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.Instance;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.identity.firststart.FirstSecret;
import io.devicetrail.identity.session.Sessions;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * The first administrator signs in as somebody's own program would have it: a client library of somebody else's finds
 * the issuer, asks for a code, redeems it, and checks what it gets with the published keys.
 */
class OpenIdTest {
    private static final String PASSWORD = "Nine lives, and counting";
    private static final URI CALLBACK = URI.create("http://127.0.0.1:39999/callback");
    private static final ClientID BROWSER = new ClientID("devicetrail-browser");
    private static final ClientID COMMAND_LINE = new ClientID("devicetrail-cli");
    private static final Pattern AUTHENTICATOR = Pattern.compile("secret=([A-Z2-7]+)");

    private Instance instance;
    private URI http;

    /** With an administrator of its own: that of the shared one comes from outside. */
    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        Map<String, String> settings = SharedParts.settings(Api.shared(), "open_id");
        settings.keySet().removeIf(key -> key.startsWith("devicetrail.sign-in."));
        settings.put("devicetrail.elasticsearch.url", "http://127.0.0.1:9");
        instance = Instance.start(
                Settings.load(home, settings), Progress.SILENT, Map.of("devicetrail.ingress.node", "open-id"));
        http = URI.create(instance.addresses().http());
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void theFirstAdministratorEnrolsAndSignsInByCodeAndByDeviceCode() throws Exception {
        OIDCProviderMetadata issuer = OIDCProviderMetadata.resolve(new Issuer(http));
        Visitor visitor = new Visitor(http);
        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        AuthenticationRequest asked = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "devicetrail"), BROWSER, CALLBACK)
                .endpointURI(issuer.getAuthorizationEndpointURI())
                .state(new State())
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();

        Page signIn = visitor.open(asked.toURI().toString());
        assertThat(signIn.at().getPath()).isEqualTo("/identity/sign-in");
        assertGuarded(signIn);
        assertThat(signIn.response().headers().allValues("Set-Cookie"))
                .as("a session before anything was proved")
                .noneMatch(cookie -> cookie.startsWith("devicetrail-session"));
        assertThat(issuer.getTokenEndpointAuthMethods()).containsExactly(ClientAuthenticationMethod.NONE);
        assertThat(issuer.getIntrospectionEndpointURI()).isNull();
        Page returned = enrolled(visitor);
        AuthenticationResponse answered = AuthenticationResponseParser.parse(returned.at());
        assertThat(answered.indicatesSuccess()).as("%s", returned.at()).isTrue();
        assertThat(answered.getState()).isEqualTo(asked.getState());
        AuthorizationCode code = answered.toSuccessResponse().getAuthorizationCode();

        OIDCTokenResponse tokens = redeemed(issuer, BROWSER, new AuthorizationCodeGrant(code, CALLBACK, verifier));
        IDTokenValidator validator = new IDTokenValidator(
                issuer.getIssuer(),
                BROWSER,
                JWSAlgorithm.RS256,
                issuer.getJWKSetURI().toURL());
        assertThat(validator
                        .validate(tokens.getOIDCTokens().getIDToken(), nonce)
                        .getSubject()
                        .getValue())
                .isEqualTo("administrator");
        JWTClaimsSet access =
                checked(issuer, tokens.getOIDCTokens().getAccessToken().getValue());
        assertThat(access.getAudience()).containsExactly("devicetrail");
        assertThat(access.getStringListClaim("amr")).containsExactly("pwd", "otp");
        assertThat(access.getStringClaim("name")).isEqualTo("First administrator");
        Sessions sessions = instance.context().getBean(Sessions.class);
        String session = access.getStringClaim("sid");
        assertThat(sessions.isOpen(session)).isTrue();

        String token = tokens.getOIDCTokens().getAccessToken().getValue();
        Staff api = new Staff(http.resolve("/graphql"));
        assertThat(api.ask(token, "{ log { head } }", Map.of()).path("errors")).isEmpty();
        assertThat(api.ask(tokens.getOIDCTokens().getIDTokenString(), "{ log { head } }", Map.of())
                        .path("code")
                        .asString())
                .as("an ID token is for the client alone")
                .isEqualTo("UNAUTHENTICATED");

        OIDCTokenResponse device = byDeviceCode(issuer, visitor);
        assertThat(checked(issuer, device.getTokens().getAccessToken().getValue())
                        .getSubject())
                .isEqualTo("administrator");

        startAgain();
        assertThat(instance.context().getBean(FirstSecret.class).take())
                .as("a secret although there is a password")
                .isEmpty();

        rotationEndsWhatWasStolen(issuer, tokens.getOIDCTokens());
        assertThat(sessions.isOpen(session)).isFalse();
        assertThat(api.ask(token, "{ log { head } }", Map.of()).path("code").asString())
                .as("the session is over")
                .isEqualTo("UNAUTHENTICATED");
        assertThat(stored())
                .contains(
                        "account.SignInSecretIssued",
                        "account.PasswordSet",
                        "account.SecondFactorEnrolled",
                        "account.SignedIn",
                        "account.TokenIssued",
                        "account.SignedOut");
    }

    private List<String> stored() {
        return new Api(instance)
                .database()
                .sql("select name from log.event")
                .query(String.class)
                .list();
    }

    /** A refresh token is good once; shown twice, the session is over for whoever has the newer one, too. */
    private static void rotationEndsWhatWasStolen(OIDCProviderMetadata issuer, Tokens first) throws Exception {
        OIDCTokenResponse renewed = redeemed(issuer, BROWSER, new RefreshTokenGrant(first.getRefreshToken()));
        assertThat(renewed.getTokens().getRefreshToken()).isNotEqualTo(first.getRefreshToken());
        assertThat(asked(issuer, BROWSER, new RefreshTokenGrant(first.getRefreshToken()))
                        .indicatesSuccess())
                .isFalse();
        assertThat(asked(
                                issuer,
                                BROWSER,
                                new RefreshTokenGrant(renewed.getTokens().getRefreshToken()))
                        .indicatesSuccess())
                .isFalse();
    }

    /** As after a start whose secret nobody read. */
    private String secretOfTheNextStart(Visitor visitor) throws Exception {
        FirstSecret first = instance.context().getBean(FirstSecret.class);
        String lost = first.take().orElseThrow(() -> new AssertionError("somebody else took the first secret"));
        assertThat(first.take()).isEmpty();
        startAgain();
        assertThat(visitor.submit(
                                visitor.open("/identity/first-sign-in"),
                                Map.of("username", FirstSecret.USER_NAME, "secret", lost))
                        .status())
                .isEqualTo(401);
        return first.take().orElseThrow();
    }

    private void startAgain() throws Exception {
        for (ApplicationRunner runner :
                instance.context().getBeansOfType(ApplicationRunner.class).values()) {
            runner.run(new DefaultApplicationArguments());
        }
    }

    private Page enrolled(Visitor visitor) throws Exception {
        String secret = secretOfTheNextStart(visitor);
        Page proofs = visitor.submit(
                visitor.open("/identity/first-sign-in"), Map.of("username", "administrator", "secret", secret));
        Matcher authenticator = AUTHENTICATOR.matcher(proofs.body());
        assertThat(authenticator.find()).as("%s", proofs.body()).isTrue();
        Key key = new SecretKeySpec(base32(authenticator.group(1)), "RAW");
        String code = new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, Instant.now());
        return visitor.submit(proofs, Map.of("password", PASSWORD, "repeated", PASSWORD, "code", code));
    }

    private static OIDCTokenResponse byDeviceCode(OIDCProviderMetadata issuer, Visitor visitor) throws Exception {
        DeviceAuthorizationResponse answer =
                DeviceAuthorizationResponse.parse(new DeviceAuthorizationRequest.Builder(COMMAND_LINE)
                        .endpointURI(issuer.getDeviceAuthorizationEndpointURI())
                        .scope(new Scope("devicetrail"))
                        .build()
                        .toHTTPRequest()
                        .send());
        assertThat(answer.indicatesSuccess())
                .as("%s", answer.toHTTPResponse().getBody())
                .isTrue();
        DeviceAuthorizationSuccessResponse codes = answer.toSuccessResponse();
        DeviceCodeGrant grant = new DeviceCodeGrant(codes.getDeviceCode());
        TokenResponse early = asked(issuer, COMMAND_LINE, grant);
        assertThat(early.toErrorResponse().getErrorObject().getCode()).isEqualTo("authorization_pending");

        Page entry = visitor.open(codes.getVerificationURI().toString());
        Page confirm =
                visitor.submit(entry, Map.of("user_code", codes.getUserCode().getValue()));
        assertThat(confirm.body()).contains("asks to act for you");
        assertThat(visitor.submit(confirm, Map.of()).body()).contains("You may close this page");
        return redeemed(issuer, COMMAND_LINE, grant);
    }

    private static OIDCTokenResponse redeemed(OIDCProviderMetadata issuer, ClientID client, AuthorizationGrant grant)
            throws Exception {
        TokenResponse response = asked(issuer, client, grant);
        assertThat(response.indicatesSuccess())
                .as("%s", response.toHTTPResponse().getBody())
                .isTrue();
        return OIDCTokenResponse.parse(response.toSuccessResponse().toHTTPResponse());
    }

    private static TokenResponse asked(OIDCProviderMetadata issuer, ClientID client, AuthorizationGrant grant)
            throws Exception {
        TokenRequest request = new TokenRequest.Builder(issuer.getTokenEndpointURI(), client, grant).build();
        return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    }

    /** As a resource server would, from the published keys alone. */
    private static JWTClaimsSet checked(OIDCProviderMetadata issuer, String token) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256),
                JWKSourceBuilder.create(issuer.getJWKSetURI().toURL()).build()));
        JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
        assertThat(claims.getIssuer()).isEqualTo(issuer.getIssuer().getValue());
        Duration life = Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
        assertThat(life).isEqualTo(Duration.ofMinutes(10));
        return claims;
    }

    private static void assertGuarded(Page page) {
        HttpHeaders headers = page.response().headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.body()).doesNotContain("<script").contains("lang=\"en\"", "<label for=\"password\"");
    }

    static byte[] base32(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char each : text.toCharArray()) {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }
}
