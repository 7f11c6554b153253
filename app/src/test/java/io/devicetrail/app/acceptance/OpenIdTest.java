package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.acceptance.Visitor.Page;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.identity.session.Sessions;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The first administrator signs in as somebody's own program would have it: a client library of somebody else's finds
 * the issuer, asks for a code, redeems it, and checks what it gets with the published keys.
 */
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class OpenIdTest {
    private static final URI CALLBACK = URI.create("http://127.0.0.1:39999/callback");

    private OwnIssuer own;

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        own = new OwnIssuer(home, "open_id");
    }

    @AfterEach
    void stop() {
        own.close();
    }

    @Test
    @Requirement({"11.10(d)", "11.300(a)"})
    void theFirstAdministratorEnrolsAndSignsInByCodeAndByDeviceCode() throws Exception {
        OpenIdClient client = OpenIdClient.of(own.http());
        OIDCProviderMetadata issuer = client.issuer();
        Visitor visitor = new Visitor(own.http());
        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        AuthenticationRequest asked = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "profile", "devicetrail"),
                        OpenIdClient.BROWSER,
                        CALLBACK)
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
        assertThat(issuer.getTokenEndpointAuthMethods())
                .containsExactly(
                        ClientAuthenticationMethod.NONE,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertThat(issuer.getGrantTypes()).contains(GrantType.CLIENT_CREDENTIALS);
        assertThat(issuer.getIntrospectionEndpointURI()).isNull();
        Page returned = own.enrolled(visitor, own.firstSecret().take().orElseThrow());
        AuthenticationResponse answered = AuthenticationResponseParser.parse(returned.at());
        assertThat(answered.indicatesSuccess()).as("%s", returned.at()).isTrue();
        assertThat(answered.getState()).isEqualTo(asked.getState());
        AuthorizationCode code = answered.toSuccessResponse().getAuthorizationCode();

        OIDCTokenResponse tokens =
                client.redeemed(OpenIdClient.BROWSER, new AuthorizationCodeGrant(code, CALLBACK, verifier));
        IDTokenValidator validator = new IDTokenValidator(
                issuer.getIssuer(),
                OpenIdClient.BROWSER,
                JWSAlgorithm.RS256,
                issuer.getJWKSetURI().toURL());
        assertThat(validator
                        .validate(tokens.getOIDCTokens().getIDToken(), nonce)
                        .getSubject()
                        .getValue())
                .isEqualTo("administrator");
        JWTClaimsSet access =
                client.checked(tokens.getOIDCTokens().getAccessToken().getValue());
        assertThat(access.getAudience()).containsExactly("devicetrail");
        assertThat(access.getStringListClaim("amr")).containsExactly("pwd", "otp");
        assertThat(access.getStringClaim("name")).isEqualTo("First administrator");
        Sessions sessions = own.instance().context().getBean(Sessions.class);
        String session = access.getStringClaim("sid");
        assertThat(sessions.isOpen(session)).isTrue();

        String token = tokens.getOIDCTokens().getAccessToken().getValue();
        Staff api = new Staff(own.http().resolve("/graphql"));
        assertThat(api.ask(token, "{ log { head } }", Map.of()).path("errors")).isEmpty();
        assertThat(api.ask(tokens.getOIDCTokens().getIDTokenString(), "{ log { head } }", Map.of())
                        .path("code")
                        .asString())
                .as("an ID token is for the client alone")
                .isEqualTo("UNAUTHENTICATED");

        OIDCTokenResponse whoOnly = client.redeemed(
                OpenIdClient.BROWSER,
                new AuthorizationCodeGrant(
                        codeFor(visitor, issuer, new Scope("openid", "profile"), verifier), CALLBACK, verifier));
        assertThat(api.ask(whoOnly.getTokens().getAccessToken().getValue(), "{ log { head } }", Map.of())
                        .path("code")
                        .asString())
                .as("a client that asked who somebody is does not act for them")
                .isEqualTo("UNAUTHENTICATED");

        OIDCTokenResponse device = client.byDeviceCode(visitor);
        assertThat(client.checked(device.getTokens().getAccessToken().getValue())
                        .getSubject())
                .isEqualTo("administrator");

        rotationEndsWhatWasStolen(client, tokens.getOIDCTokens());
        assertThat(sessions.isOpen(session)).isFalse();
        assertThat(api.ask(token, "{ log { head } }", Map.of()).path("code").asString())
                .as("the session is over")
                .isEqualTo("UNAUTHENTICATED");
        assertThat(own.stored()).contains("account.SignedIn", "account.TokenIssued", "account.SignedOut");
    }

    /** Of who is signed in already. */
    private static AuthorizationCode codeFor(
            Visitor visitor, OIDCProviderMetadata issuer, Scope scope, CodeVerifier verifier) throws Exception {
        AuthenticationRequest asked = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope, OpenIdClient.BROWSER, CALLBACK)
                .endpointURI(issuer.getAuthorizationEndpointURI())
                .state(new State())
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();
        Page returned = visitor.open(asked.toURI().toString());
        return AuthenticationResponseParser.parse(returned.at())
                .toSuccessResponse()
                .getAuthorizationCode();
    }

    /** A refresh token is good once; shown twice, the session is over for whoever has the newer one, too. */
    private static void rotationEndsWhatWasStolen(OpenIdClient client, Tokens first) throws Exception {
        OIDCTokenResponse renewed =
                client.redeemed(OpenIdClient.BROWSER, new RefreshTokenGrant(first.getRefreshToken()));
        assertThat(renewed.getTokens().getRefreshToken()).isNotEqualTo(first.getRefreshToken());
        assertThat(client.asked(OpenIdClient.BROWSER, new RefreshTokenGrant(first.getRefreshToken()))
                        .indicatesSuccess())
                .isFalse();
        assertThat(client.asked(
                                OpenIdClient.BROWSER,
                                new RefreshTokenGrant(renewed.getTokens().getRefreshToken()))
                        .indicatesSuccess())
                .isFalse();
    }

    private static void assertGuarded(Page page) {
        HttpHeaders headers = page.response().headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.body()).doesNotContain("<script").contains("lang=\"en\"", "<label for=\"password\"");
    }
}
