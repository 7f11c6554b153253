package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No client is told of, or given, what is not kept: a token here is good for whoever has it. */
class PromisedTest {
    private RunningIssuer issuer;
    private Person ada;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        issuer = new RunningIssuer(home);
        ada = new Person(issuer, "ada");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void noDocumentTellsOfTokensThatAreBoundToAKey() {
        for (String document : new String[] {"openid-configuration", "oauth-authorization-server"}) {
            assertThat(Person.json(ada.open("/.well-known/" + document)))
                    .containsKey("token_endpoint")
                    .doesNotContainKeys(
                            "dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens");
        }
    }

    @Test
    void whoAsksForABoundTokenIsNotGivenOneThatIsNot() throws JOSEException {
        ada.signIn();
        String code = Person.told(ada.open(Person.authorize("openid", "")), "code");
        HttpResponse<String> refused = ada.redeem(code, proof());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Person.json(refused))
                .containsEntry("error", "invalid_request")
                .containsEntry("error_description", "Tokens are not bound to keys here; ask without a DPoP proof")
                .doesNotContainKey("access_token");
        assertThat(ada.redeem(code, "").statusCode()).as("the control").isEqualTo(200);
    }

    /** By RFC 9449, 4.2. */
    private String proof() throws JOSEException {
        return new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256)
                .createDPoPJWT("POST", issuer.http().resolve("/identity/token"))
                .serialize();
    }
}
