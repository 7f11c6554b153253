package io.devicetrail.identity.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that wants its person to have signed in anew, or not long ago, gets that (OpenID Connect Core, 3.1.2.1). */
class SignInAnewTest {
    private static final String OPENID = Person.authorize("openid", "");

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
    void anIdTokenTellsWhenItsPersonSignedInHoweverOftenItIsRenewed() throws ParseException {
        Instant signedIn = issuer.clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issuer.clock.advance(Duration.ofMinutes(2));
        Map<String, Object> tokens = ada.redeemed(ada.open(OPENID));
        assertThat(signedInAt(tokens)).isEqualTo(signedIn);
        assertThat(signedInAt(ada.renewed(tokens))).isEqualTo(signedIn);
    }

    @Test
    void whoIsToSignInAnewDoesSoOnceAndGoesOnWithWhatTheyWanted() throws ParseException {
        HttpResponse<String> form = ada.open(OPENID + "&prompt=login");
        assertThat(form.uri().getPath()).isEqualTo("/identity/sign-in");
        assertThat(issuer.accounts.entries()).contains("signed out: sign-in-anew");
        assertThat(ada.open("/identity").uri().getPath())
                .as("nobody is signed in")
                .isEqualTo("/identity/sign-in");
        HttpResponse<String> granted = ada.signIn();
        assertThat(Person.told(granted, "state")).isEqualTo("s1");
        assertThat(signedInAt(ada.redeemed(granted)))
                .isEqualTo(issuer.clock.instant().truncatedTo(ChronoUnit.SECONDS));
        assertThat(Person.leadsBack(ada.open(OPENID))).as("the control").isTrue();
    }

    @Test
    void soDoesWhoSignedInLongerAgoThanIsAskedForAndNobodyElse() throws ParseException {
        Instant before = issuer.clock.instant();
        issuer.clock.advance(Duration.ofSeconds(60));
        assertThat(Person.leadsBack(ada.open(OPENID + "&max_age=61"))).isTrue();
        assertThat(ada.open(OPENID + "&max_age=59").uri().getPath()).isEqualTo("/identity/sign-in");
        HttpResponse<String> granted = ada.signIn();
        assertThat(signedInAt(ada.redeemed(granted))).isAfter(before);
        for (String none : new String[] {"0", "-1", "soon", ""}) {
            ada.open(OPENID + "&max_age=" + none);
            assertThat(Person.leadsBack(ada.signIn())).as("max_age=%s", none).isTrue();
        }
        assertThat(issuer.accounts.count("signed out: sign-in-anew")).isEqualTo(5);
    }

    @Test
    void whoIsNotSignedInSignsInOnceWhateverIsAskedFor() {
        ada.open(OPENID + "&prompt=login");
        assertThat(ada.open(OPENID + "&prompt=login&max_age=0").uri().getPath()).isEqualTo("/identity/sign-in");
        assertThat(Person.leadsBack(ada.signIn())).isTrue();
        assertThat(issuer.accounts.count("signed out: sign-in-anew")).isOne();
    }

    @Test
    void aClientThatWantsNoPageIsToldThatASignInIsNeededAndNobodyIsSignedOut() {
        assertThat(Person.leadsBack(ada.open(OPENID + "&prompt=none&max_age=3600")))
                .as("the control")
                .isTrue();
        HttpResponse<String> refused = ada.open(OPENID + "&prompt=none&max_age=0");
        assertThat(Person.told(refused, "error")).isEqualTo("login_required");
        assertThat(Person.leadsBack(ada.open(OPENID))).as("still signed in").isTrue();
        Person nobody = new Person(issuer, "ben");
        assertThat(Person.told(nobody.open(OPENID + "&prompt=none"), "error")).isEqualTo("login_required");
    }

    @Test
    void whileTheLogIsAwayNobodyIsSignedOut() {
        issuer.accounts.away(true);
        HttpResponse<String> away = ada.open(OPENID + "&prompt=login");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.body()).contains("The log cannot be reached");
        issuer.accounts.away(false);
        assertThat(Person.leadsBack(ada.open(OPENID))).as("still signed in").isTrue();
    }

    private static Instant signedInAt(Map<String, Object> tokens) throws ParseException {
        Date told = Person.idToken(tokens).getDateClaim("auth_time");
        assertThat(told).as("auth_time").isNotNull();
        return told.toInstant();
    }
}
