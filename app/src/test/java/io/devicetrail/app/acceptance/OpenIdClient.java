package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.devicetrail.app.acceptance.Visitor.Page;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A client library of somebody else's, which finds the issuer and checks what it gets with the published keys. */
record OpenIdClient(OIDCProviderMetadata issuer) {
    static final ClientID BROWSER = new ClientID("devicetrail-browser");
    static final ClientID COMMAND_LINE = new ClientID("devicetrail-cli");

    static OpenIdClient of(URI http) throws Exception {
        return new OpenIdClient(OIDCProviderMetadata.resolve(new Issuer(http)));
    }

    OIDCTokenResponse byDeviceCode(Visitor visitor) throws Exception {
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
        TokenResponse early = asked(COMMAND_LINE, grant);
        assertThat(early.toErrorResponse().getErrorObject().getCode()).isEqualTo("authorization_pending");

        Page entry = visitor.open(codes.getVerificationURI().toString());
        Page confirm =
                visitor.submit(entry, Map.of("user_code", codes.getUserCode().getValue()));
        assertThat(confirm.body()).contains("asks to act for you");
        assertThat(visitor.submit(confirm, Map.of()).body()).contains("You may close this page");
        return redeemed(COMMAND_LINE, grant);
    }

    OIDCTokenResponse redeemed(ClientID client, AuthorizationGrant grant) throws Exception {
        TokenResponse response = asked(client, grant);
        assertThat(response.indicatesSuccess())
                .as("%s", response.toHTTPResponse().getBody())
                .isTrue();
        return OIDCTokenResponse.parse(response.toSuccessResponse().toHTTPResponse());
    }

    TokenResponse asked(ClientID client, AuthorizationGrant grant) throws Exception {
        TokenRequest request = new TokenRequest.Builder(issuer.getTokenEndpointURI(), client, grant).build();
        return OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    }

    /** As a resource server would, from the published keys alone. */
    JWTClaimsSet checked(String token) throws Exception {
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
}
