package io.devicetrail.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.TestIssuer;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;

/** Of all that an issuer signs for an audience, an access token alone opens the API. */
@Requirement("11.10(d)")
class OutsideIssuerTest {
    private final TestIssuer issuer = TestIssuer.shared();
    private final OutsideIssuer outside = new OutsideIssuer(
            new IssuerSettings.Issuer(URI.create(TestIssuer.ADDRESS), "devicetrail", "sub", issuer.keys()),
            Clock.systemUTC());

    @Test
    void aTokenThatSaysWhatItMayIsOne() {
        taken(issuer.token("ada"));
        taken(issuer.token("ada", claims -> claims.claim("typ", "Bearer")));
        taken(issuer.token("ada", claims -> claims.claim("scope", null).claim("scp", List.of("openid"))));
        taken(issuer.token("ada", claims -> claims.claim("scope", null).claim("scp", "access_as_user")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt", "AT+JWT"})
    void soIsOneThatIsTypedAsAnAccessToken(String type) {
        taken(issuer.token(type, "ada", claims -> claims.claim("scope", null)));
    }

    @Test
    void aTokenThatSaysNeitherMayBeMeantForSomethingElse() {
        refused(claims -> claims.claim("scope", null));
        refused(claims -> claims.claim("scope", null).claim("scp", 7));
        assertThatThrownBy(() -> outside.decode(issuer.token("JWT", "ada", claims -> claims.claim("scope", null))))
                .isInstanceOf(BadJwtException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID", "id", "Refresh", "Offline", "Logout"})
    void whatKeycloakTypesOtherwiseIsNone(String type) {
        refused(claims -> claims.claim("typ", type));
        assertThatThrownBy(() -> outside.decode(issuer.token("at+jwt", "ada", claims -> claims.claim("typ", type))))
                .as("whatever its header says")
                .isInstanceOf(BadJwtException.class);
    }

    @Test
    void anIdTokenIsNone() {
        refused(claims -> claims.claim("nonce", "n"));
        refused(claims -> claims.claim("at_hash", "h"));
    }

    /** Its holder has to show a key, which nobody here asks for: whoever stole it would be let in. */
    @Test
    void aTokenThatIsBoundToAKeyIsNotTakenWithoutIt() {
        refused(claims -> claims.claim("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")));
    }

    private void taken(String token) {
        assertThat(outside.decode(token).getSubject()).isEqualTo("ada");
    }

    private void refused(UnaryOperator<JWTClaimsSet.Builder> forged) {
        assertThatThrownBy(() -> outside.decode(issuer.token("ada", forged))).isInstanceOf(BadJwtException.class);
    }
}
