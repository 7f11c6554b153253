package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While PostgreSQL is away nobody can say who is still signed in: people are told so, and stay who they are. */
class DatabaseAwayTest {
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
    void whoIsSignedInIsToldToComeAgainShortlyAndIsStillSignedInThen() {
        String home = ada.open("/identity").body();
        assertThat(home).contains("You are signed in as");
        issuer.answers.set(false);
        toldToComeAgain(home);
        issuer.answers.set(true);
        assertThat(ada.open("/identity").body()).contains("You are signed in as");
    }

    /** Who asks a database that hangs, hangs with it. */
    @Test
    void aDatabaseThatIsKnownToHangIsNotAsked() {
        String home = ada.open("/identity").body();
        issuer.beats.set(false);
        toldToComeAgain(home);
        assertThat(ada.open("/identity/style.css").statusCode())
                .as("what the page looks like")
                .isEqualTo(200);
        issuer.beats.set(true);
        assertThat(ada.open("/identity").body()).contains("You are signed in as");
    }

    private void toldToComeAgain(String home) {
        told(ada.open("/identity"));
        told(ada.open(Person.authorize("openid", "")));
        told(ada.submit("/identity/sign-out", home, Map.of()));
    }

    private static void told(HttpResponse<String> away) {
        assertThat(away.statusCode()).as("%s", away.uri()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(away.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(away.body()).contains("The log cannot be reached", "Try again shortly");
    }
}
