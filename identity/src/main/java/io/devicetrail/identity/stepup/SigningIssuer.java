package io.devicetrail.identity.stepup;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One issuer elsewhere, as its client sees it. Nothing is asked of it before somebody wants to sign. */
final class SigningIssuer {
    /** After a discovery that failed, until the next. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    /** After so long the issuer is asked anew where its ends are. */
    static final Duration DISCOVERED_FOR = Duration.ofHours(1);
    /** Between two fetches of its keys for the sake of one that is not among them. */
    static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final StepUpSettings.Issuer settings;
    private final String address;
    private final String clientId;
    private final IssuerHttp http;
    private final Clock clock;
    private @Nullable Found found;
    private Instant again = Instant.MIN;

    /** What its discovery document says, and what checks its tokens. */
    private record Found(URI authorize, URI token, boolean tellsItself, boolean bodySecretOnly, IdTokens tokens) {}

    SigningIssuer(StepUpSettings.Issuer settings, IssuerHttp http, Clock clock) {
        this.settings = settings;
        this.address = settings.address().toString();
        this.clientId = Objects.requireNonNull(settings.clientId());
        this.http = http;
        this.clock = clock;
    }

    StepUpSettings.Issuer settings() {
        return settings;
    }

    String address() {
        return address;
    }

    /** Whether an answer that says it came from there did (RFC 9207); where the issuer says so always, it must. */
    boolean sent(@Nullable String claimed) throws IssuerAwayException {
        return claimed == null ? !found().tellsItself() : claimed.equals(address);
    }

    /** Where a browser is sent. */
    URI authorization() throws IssuerAwayException {
        return found().authorize();
    }

    /** The way of a browser to a new sign-in, whatever session it has there. */
    URI question(String state, String nonce, String verifier, URI redirect, boolean both) throws IssuerAwayException {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile"), new ClientID(clientId), redirect)
                .endpointURI(authorization())
                .state(new State(state))
                .nonce(new Nonce(nonce))
                .prompt(Prompt.Type.LOGIN)
                .maxAge(0)
                .codeChallenge(new CodeVerifier(verifier), CodeChallengeMethod.S256);
        List<String> levels = settings.stepUp().acrValues();
        if (both && !levels.isEmpty()) {
            request.acrValues(levels.stream().map(ACR::new).toList());
        }
        return request.build().toURI();
    }

    /**
     * Takes a code, once, and what it stands for.
     *
     * @param begun when the browser was sent
     */
    Proof redeemed(String code, String nonce, String verifier, URI redirect, Instant begun)
            throws NotProvenException, IssuerAwayException {
        Found at = found();
        JWT token = idToken(
                at, new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, new CodeVerifier(verifier)));
        return Proof.of(at.tokens().proven(token, nonce, begun), settings);
    }

    private JWT idToken(Found at, AuthorizationCodeGrant grant) throws NotProvenException, IssuerAwayException {
        try {
            TokenResponse answer = OIDCTokenResponseParser.parse(
                    request(at, grant).toHTTPRequest().send(http));
            if (!answer.indicatesSuccess()) {
                String error = Objects.requireNonNullElse(
                        answer.toErrorResponse().getErrorObject().getCode(), "");
                throw new NotProvenException("it refused the code: " + IssuerErrors.known(error));
            }
            JWT token = answer instanceof OIDCTokenResponse tokens
                    ? tokens.getOIDCTokens().getIDToken()
                    : null;
            if (token == null) {
                throw new NotProvenException("it gave no ID token");
            }
            return token;
        } catch (ParseException unreadable) {
            throw new IssuerAwayException("its answer is none of an issuer", unreadable);
        } catch (IOException away) {
            throw new IssuerAwayException("it does not answer", away);
        }
    }

    private TokenRequest request(Found at, AuthorizationCodeGrant grant) throws IOException {
        ClientID client = new ClientID(clientId);
        String file = settings.clientSecretFile();
        if (file == null) {
            return new TokenRequest.Builder(at.token(), client, grant).build();
        }
        Secret secret = new Secret(Files.readString(Path.of(file)).strip());
        return new TokenRequest.Builder(
                        at.token(),
                        at.bodySecretOnly()
                                ? new ClientSecretPost(client, secret)
                                : new ClientSecretBasic(client, secret),
                        grant)
                .build();
    }

    private synchronized Found found() throws IssuerAwayException {
        Found known = found;
        if (clock.instant().isBefore(again)) {
            if (known == null) {
                throw new IssuerAwayException("it could not be asked a moment ago");
            }
            return known;
        }
        try {
            known = discovered();
            found = known;
            again = clock.instant().plus(DISCOVERED_FOR);
            return known;
        } catch (IOException | ParseException away) {
            found = null;
            again = clock.instant().plus(AFTER_FAILURE);
            throw new IssuerAwayException("its discovery document cannot be had", away);
        }
    }

    private Found discovered() throws IOException, ParseException {
        URI document = URI.create(address.replaceAll("/+$", "") + DISCOVERY);
        OIDCProviderMetadata told = OIDCProviderMetadata.parse(
                http.retrieveResource(document.toURL()).getContent());
        if (!told.getIssuer().getValue().equals(address)) {
            throw new IOException("the discovery document of " + address + " is another issuer's");
        }
        URI keys = settings.keys() == null ? told.getJWKSetURI() : settings.keys();
        JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(
                        safe(keys).toURL(), http)
                .rateLimited(BETWEEN_FETCHES.toMillis())
                .build();
        List<ClientAuthenticationMethod> ways = told.getTokenEndpointAuthMethods();
        return new Found(
                safe(told.getAuthorizationEndpointURI()),
                safe(told.getTokenEndpointURI()),
                told.supportsAuthorizationResponseIssuerParam(),
                ways != null
                        && ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        && !ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC),
                new IdTokens(address, clientId, source, clock));
    }

    private static URI safe(@Nullable URI end) throws IOException {
        if (end == null || !StepUpSettings.isSafe(end)) {
            throw new IOException("an end of the issuer's is missing, or neither https nor on the loopback interface");
        }
        return end;
    }
}
