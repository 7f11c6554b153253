package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.identity.keys.TokenKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A machine gets tokens as any program of somebody else's would: a client library finds the issuer, shows the API key as
 * client id and secret (RFC 6749, 4.4), and the token is worth what the key is.
 */
class ClientCredentialsTest {
    private static final String QUESTION = "query { devices(tenant: \"%s\") { totalCount } }";

    private final Api api = Api.shared();
    private OIDCProviderMetadata issuer;

    @BeforeEach
    void discovered() throws Exception {
        issuer = OIDCProviderMetadata.resolve(
                new Issuer(URI.create(api.instance().addresses().http())));
    }

    /** An issued key, as client credentials. */
    private record Key(String id, String secret) {
        static Key of(Api api, Plant plant, Instant until) {
            JsonNode issued = api.done(
                    "issueApiKey",
                    new HashMap<>(Map.of(
                            "tenant",
                            plant.tenant(),
                            "name",
                            "MES",
                            "roles",
                            List.of("integrator", "operator"),
                            "expiresAt",
                            until.toString(),
                            "reason",
                            "line 1 goes live")));
            String text = issued.path("secret").asString();
            return new Key(
                    issued.path("apiKey").path("apiKeyId").asString(), text.substring(text.lastIndexOf('_') + 1));
        }

        ClientAuthentication basic() {
            return new ClientSecretBasic(new ClientID(id), new Secret(secret));
        }

        ClientAuthentication post() {
            return new ClientSecretPost(new ClientID(id), new Secret(secret));
        }
    }

    @Test
    @Requirement("11.10(g)")
    void aTokenActsAsTheKeyUntilTheKeyIsRevoked() throws Exception {
        assertThat(issuer.getGrantTypes()).contains(GrantType.CLIENT_CREDENTIALS);
        Plant plant = Plant.of(api, "machines");
        Key key = Key.of(api, plant, Instant.now().plus(Duration.ofDays(30)));
        String token = token(key.basic());
        assertThat(token(key.post())).isNotEqualTo(token);

        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(key.id());
        assertThat(claims.getAudience()).containsExactly("devicetrail");
        assertThat(claims.getStringClaim("client_id")).isEqualTo(key.id());
        assertThat(claims.getStringClaim("token_use")).isEqualTo("machine");
        assertThat(claims.getClaim("sid")).isNull();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isLessThanOrEqualTo(Duration.ofMinutes(10));

        JsonNode registered = mutated(token, "registerDevice", plant.device("T-1"));
        assertThat(registered.path("errors")).isEmpty();
        String device = registered.path("device").path("deviceId").asString();
        assertThat(api.auditTrail(plant.tenant(), device).path(0).path("node").toString())
                .contains(
                        "\"actorType\":\"MACHINE\"",
                        "\"actorId\":\"" + key.id() + "\"",
                        "\"authentication\":\"client-credentials\"");
        assertThat(code(mutated(token, "retireDevice", Map.of("device", device, "reason", "over"))))
                .as("no role of the key")
                .isEqualTo("NOT_AUTHORISED");
        assertThat(asked(token, plant.tenant())).isEqualTo(200);

        api.done("revokeApiKey", Map.of("key", key.id(), "reason", "line is gone"));
        assertThat(asked(token, plant.tenant())).isEqualTo(401);
        assertThat(refused(key.basic())).isEqualTo("401 invalid_client");
        assertThat(api.auditTrail(plant.tenant(), key.id()))
                .extracting(edge -> edge.path("node").path("field").asString() + ": "
                        + edge.path("node").path("to").asString())
                .contains("token: " + claims.getJWTID(), "key: REVOKED");
        assertThat(api.auditTrail(plant.tenant(), key.id()))
                .filteredOn(edge -> edge.path("node").path("field").asString().equals("token"))
                .extracting(edge -> edge.path("node").path("actorType").asString())
                .isNotEmpty()
                .containsOnly("MACHINE");
    }

    @Test
    @Requirement("11.10(g)")
    void whatIsAPersonsIsRefused() throws Exception {
        Plant plant = Plant.of(api, "machines-sign");
        Map<String, Object> input = Map.of(
                "record",
                Map.of("kind", "DEVICE_MODEL_VERSION", "id", plant.model() + ":1"),
                "meaning",
                "AUTHORSHIP",
                "expectedHash",
                "0".repeat(64),
                "reason",
                "looks right");
        Key key = Key.of(api, plant, Instant.now().plus(Duration.ofDays(30)));
        assertThat(code(mutated(token(key.basic()), "requestSignature", input)))
                .as("a key signs nothing")
                .isEqualTo("NOT_THE_SIGNER");
        assertThat(code(mutated(Cast.ENGINEER.token(), "requestSignature", input)))
                .as("a person comes further")
                .isNotIn("RECORD_UNKNOWN", "NOT_AUTHORISED");
    }

    @Test
    @Requirement("11.300(d)")
    void anUnknownKeyAndAWrongSecretAreAnsweredAlikeAndCounted() throws Exception {
        Plant plant = Plant.of(api, "machines-wrong");
        Key key = Key.of(api, plant, Instant.now().plus(Duration.ofDays(30)));
        MeterRegistry meters = api.instance().context().getBean(MeterRegistry.class);
        double before = meters.counter("devicetrail.api.key.refused").count();
        String wrong = key.secret().startsWith("A") ? "B" : "A";
        HTTPResponse wrongSecret = answer(new Key(key.id(), wrong + key.secret().substring(1)).basic());
        HTTPResponse unknown = answer(new Key(UUID.randomUUID().toString(), key.secret()).basic());
        assertThat(unknown.getStatusCode()).isEqualTo(401);
        assertThat(unknown.getBody()).contains("invalid_client").isEqualTo(wrongSecret.getBody());
        assertThat(unknown.getHeaderMap().get("WWW-Authenticate")).containsExactly("Basic realm=\"devicetrail\"");
        assertThat(meters.counter("devicetrail.api.key.refused").count()).isEqualTo(before + 2);
        for (ClientAuthentication none : List.of(
                new Key("devicetrail-browser", key.secret()).basic(),
                new Key("../x:y", "z").basic(),
                new Key(key.id(), "").post())) {
            assertThat(refused(none)).isEqualTo("401 invalid_client");
        }
        assertThat(post("grant_type=client_credentials").statusCode()).isEqualTo(401);
        assertThat(api.send(HttpRequest.newBuilder(URI.create(issuer.getTokenEndpointURI() + "?client_id=" + key.id()
                                        + "&client_secret=" + key.secret()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")))
                        .body())
                .as("a secret in an address")
                .contains("invalid_request");
    }

    @Test
    @Requirement("11.300(b)")
    void aTokenEndsWithItsKeyAndThereAreSoManyAMinute() throws Exception {
        Plant plant = Plant.of(api, "machines-many");
        Instant end = Instant.now().plusSeconds(120);
        Key key = Key.of(api, plant, end);
        JWTClaimsSet claims = SignedJWT.parse(token(key.basic())).getJWTClaimsSet();
        assertThat(claims.getExpirationTime().toInstant()).isBeforeOrEqualTo(end);
        String last = "";
        for (int i = 0; i < 30 && !last.startsWith("429"); i++) {
            last = answered(key.basic());
        }
        assertThat(last).isEqualTo("429 slow_down");
        assertThat(answer(key.basic()).getHeaderMap().get("Retry-After")).containsExactly("6");
        assertThat(answered(Key.of(api, plant, end).basic()))
                .as("another key has its own share")
                .isEqualTo("200");
    }

    /** Signed by our own key, as a mistake of the issuer's would be. */
    @Test
    @Requirement("11.100(a)")
    void aTokenIsAMachinesOrAPersonsAndNeverBothOrNeither() throws Exception {
        Plant plant = Plant.of(api, "machines-kinds");
        Key key = Key.of(api, plant, Instant.now().plus(Duration.ofDays(30)));
        assertThat(asked(signed(claims -> claims.subject(key.id()).claim("token_use", "machine")), plant.tenant()))
                .isEqualTo(200);
        String session = UUID.randomUUID().toString();
        for (String wrong : List.of(
                signed(claims -> claims.subject(key.id())),
                signed(claims -> claims.subject("administrator")),
                signed(claims ->
                        claims.subject(key.id()).claim("token_use", "machine").claim("sid", session)),
                signed(claims -> claims.subject("administrator").claim("token_use", "machine")),
                signed(claims -> claims.subject(UUID.randomUUID().toString()).claim("token_use", "machine")),
                signed(claims ->
                        claims.subject(key.id()).claim("token_use", "machine").audience("portal")),
                signed(claims -> claims.subject(key.id())
                        .claim("token_use", "machine")
                        .notBeforeTime(Date.from(Instant.now().plusSeconds(50)))),
                signed(claims -> claims.subject(key.id())
                        .claim("token_use", "machine")
                        .expirationTime(Date.from(Instant.now().minusSeconds(5)))))) {
            assertThat(asked(wrong, plant.tenant())).as(wrong).isEqualTo(401);
        }
        String foreign = TestIssuer.shared().token(key.id(), claims -> claims.claim("token_use", "machine"));
        assertThat(code(mutated(foreign, "registerDevice", plant.device("F-1"))))
                .as("a person of the other issuer's, whom nobody knows")
                .isEqualTo("TENANT_UNKNOWN");
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> claims) throws Exception {
        RSAKey key = api.instance()
                .context()
                .getBean(TokenKeys.class)
                .inForce()
                .getKeys()
                .get(0)
                .toRSAKey();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                claims.apply(new JWTClaimsSet.Builder()
                                .issuer(issuer.getIssuer().getValue())
                                .audience("devicetrail")
                                .issueTime(new Date())
                                .expirationTime(Date.from(Instant.now().plusSeconds(60))))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private String token(ClientAuthentication client) throws Exception {
        TokenResponse response = TokenResponse.parse(answer(client));
        assertThat(response.indicatesSuccess())
                .as("%s", response.toHTTPResponse().getBody())
                .isTrue();
        assertThat(response.toSuccessResponse().getTokens().getRefreshToken()).isNull();
        return response.toSuccessResponse().getTokens().getAccessToken().getValue();
    }

    private HTTPResponse answer(ClientAuthentication client) throws Exception {
        return new TokenRequest.Builder(issuer.getTokenEndpointURI(), client, new ClientCredentialsGrant())
                .build()
                .toHTTPRequest()
                .send();
    }

    private String answered(ClientAuthentication client) throws Exception {
        HTTPResponse answer = answer(client);
        return answer.getStatusCode() == 200 ? "200" : refusal(answer);
    }

    private String refused(ClientAuthentication client) throws Exception {
        return refusal(answer(client));
    }

    private static String refusal(HTTPResponse answer) throws Exception {
        return answer.getStatusCode() + " "
                + TokenResponse.parse(answer).toErrorResponse().getErrorObject().getCode();
    }

    private java.net.http.HttpResponse<String> post(String form) {
        return api.send(HttpRequest.newBuilder(issuer.getTokenEndpointURI())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private int asked(String token, String tenant) {
        return api.send(HttpRequest.newBuilder(api.graphql())
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Api.JSON.writeValueAsString(Map.of("query", QUESTION.formatted(tenant))))))
                .statusCode();
    }

    private JsonNode mutated(String token, String mutation, Map<String, Object> input) {
        JsonNode answer = api.answer(token, "mutations", mutation, Map.of("input", input));
        assertThat(answer.path("errors")).as(answer.toString()).isEmpty();
        return answer.path("data").path(mutation);
    }

    private static String code(JsonNode payload) {
        return payload.path("errors").path(0).path("code").asString();
    }
}
