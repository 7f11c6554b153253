package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.Requirement;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an access token is worth where clients ask who its person is. */
@Requirement("11.10(d)")
class UserInfoTest {
    private RunningIssuer issuer;
    private Person ada;

    @BeforeEach
    void start(@TempDir Path home) throws IOException {
        issuer = new RunningIssuer(home);
        ada = new Person(issuer, "ada");
        ada.signIn();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void anAccessTokenTellsNobodysNameOnceItsSessionHasEnded() {
        Map<String, Object> tokens = ada.redeemed(ada.open(Person.authorize("openid profile", "")));
        HttpResponse<String> told = ada.userInfo(tokens);
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(Person.json(told)).containsEntry("sub", "ada").containsEntry("name", "ada as printed");

        issuer.beats.set(false);
        HttpResponse<String> away = ada.userInfo(tokens);
        assertThat(away.statusCode()).as("the token may be good").isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        issuer.beats.set(true);

        ada.submit("/identity/sign-out", ada.open("/identity").body(), Map.of());
        HttpResponse<String> refused = ada.userInfo(tokens);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
    }
}
