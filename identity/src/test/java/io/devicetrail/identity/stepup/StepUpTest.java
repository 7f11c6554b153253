package io.devicetrail.identity.stepup;

import static io.devicetrail.identity.stepup.Elsewhere.BOTH;
import static io.devicetrail.identity.stepup.Elsewhere.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.stepup.Returned.Identified;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import io.devicetrail.identity.stepup.Returned.Unavailable;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody of an outside issuer signs by proofs that they give there, and each way around it is refused. */
@Requirement("11.200(a)(1)")
class StepUpTest {
    private final Elsewhere here = new Elsewhere();

    StepUpTest() throws IOException {}

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    @Requirement("11.100(a)")
    void theFirstOfASessionTakesTwoComponentsAndALaterOneAtLeastOne() throws Exception {
        UUID first = here.asked();
        here.identified(first);
        assertThat(here.accounts.entries()).containsExactly("signed in elsewhere: [pwd]");
        assertThat(here.taken).as("who it is was learnt, and nothing signed").isEmpty();
        assertThat(here.sign(first, "pwd")).isInstanceOf(Refused.class);
        assertThat(state(first)).isEqualTo(State.WAITING);
        assertThat(here.sign(first, BOTH)).isEqualTo(new Signed(first));
        assertThat(state(first)).isEqualTo(State.SIGNED);

        UUID second = here.asked();
        assertThat(here.sign(second)).isInstanceOf(Refused.class);
        assertThat(here.sign(second, "user", "geo")).isInstanceOf(Refused.class);
        assertThat(here.sign(second, "otp", "user")).isEqualTo(new Signed(second));
        assertThat(here.taken).containsExactly(List.of("pwd", "otp"), List.of("otp"));
    }

    @Test
    void aClassOfTheIssuersCountsWhereTheSettingsSaySo() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        assertThat(acrValues(here.step(signing))).as("two are due").isEqualTo("2");
        assertThat(here.back(here.answer(here.step(signing), claims -> claims.claim("acr", "1"), "pwd")))
                .isInstanceOf(Refused.class);
        assertThat(here.back(here.answer(here.step(signing), claims -> claims.claim("acr", "2"), "pwd")))
                .isEqualTo(new Signed(signing));
        assertThat(here.taken).containsExactly(List.of("pwd", "acr:2"));
        assertThat(acrValues(here.step(here.asked()))).as("one is due").isEqualTo("null");
    }

    @Test
    void aPauseOrAnotherPlaceTakesTwoAgain() throws Exception {
        UUID first = here.asked();
        here.identified(first);
        assertThat(here.sign(first, BOTH)).isEqualTo(new Signed(first));
        Origin otherPlace = new Origin("192.0.2.8", ORIGIN.client());
        UUID next = here.asked();
        assertThat(here.back(here.answer(here.step(next, otherPlace), claims -> claims, "pwd"), otherPlace))
                .isInstanceOf(Refused.class);
        assertThat(here.sign(next, "pwd")).as("the control").isEqualTo(new Signed(next));
        here.clock.advance(Duration.ofMinutes(5));
        UUID late = here.asked();
        assertThat(here.sign(late, "pwd")).isInstanceOf(Refused.class);
        assertThat(here.sign(late, "fpt", "hwk")).isEqualTo(new Signed(late));
    }

    @Test
    void aReturnCountsOnceAndInItsOwnBrowser() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        Answer answer = here.answer(here.step(signing), claims -> claims, BOTH);
        BrowserKey other = BrowserKey.fresh();
        assertThat(here.returns.take(answer, Optional.of(other), ORIGIN)).isInstanceOf(Refused.class);
        assertThat(here.returns.take(answer, Optional.empty(), ORIGIN)).isInstanceOf(Refused.class);
        assertThat(here.taken).isEmpty();
        assertThat(here.back(answer)).as("spent by nobody else").isEqualTo(new Signed(signing));
        assertThat(here.back(answer)).isInstanceOf(Refused.class);
        assertThat(here.taken).hasSize(1);
    }

    @Test
    void whatWasProvedForOneSignatureGivesNoOther() throws Exception {
        UUID one = here.asked();
        UUID other = here.asked();
        here.identified(one);
        Answer forOne = here.answer(here.step(one), claims -> claims, BOTH);
        Answer forOther = here.answer(here.step(other), claims -> claims, BOTH);
        Returned swapped = here.back(new Answer(forOther.state(), forOne.code(), null, null));
        assertThat(((Refused) swapped).told()).contains("it refused the code: invalid_grant");
        Way step = here.step(one);
        String idToken = IssuerOfTests.signed(
                here.plant.claims(question(here.step(other)), "cleo", BOTH).build(), here.plant.key);
        assertThat(here.back(new Answer(Elsewhere.state(step), here.plant.code(question(step), idToken), null, null)))
                .as("the nonce of another")
                .isInstanceOf(Refused.class);
        assertThat(here.taken).isEmpty();
    }

    /** The browser's key changes when it is known who it is: a cookie that somebody planted is nobody's then. */
    @Test
    void whoKnewTheCookieBeforeIsNotSignedInByIt() throws Exception {
        UUID signing = here.asked();
        BrowserKey planted = here.browser;
        here.identified(signing);
        assertThat(here.stepUp.signer(planted)).isEmpty();
        assertThat(here.stepUp.signer(here.browser)).isPresent();
    }

    @Test
    void anIssuersSessionThatGoesOnGivesNoSecondSignature() throws Exception {
        UUID first = here.asked();
        here.identified(first);
        assertThat(here.sign(first, BOTH)).isEqualTo(new Signed(first));
        UUID second = here.asked();
        long before = here.clock.instant().getEpochSecond();
        Answer silent = here.answer(here.step(second), claims -> claims.claim("auth_time", before), BOTH);
        assertThat(here.back(silent)).isInstanceOf(Refused.class);
        assertThat(here.sign(second, "pwd")).as("the control").isEqualTo(new Signed(second));
    }

    @Test
    @Requirement("11.100(a)")
    void somebodyElseAtTheSameBrowserSignsNothing() throws Exception {
        here.accounts.register(here.plant.address(), "dora");
        UUID signing = here.asked();
        assertThat(here.back(here.answer(here.identify(signing), claims -> claims.subject("dora"), BOTH)))
                .isInstanceOf(Refused.class);
        assertThat(here.back(here.answer(here.identify(signing), claims -> claims.subject("nobody"), BOTH)))
                .isInstanceOf(Refused.class);
        assertThat(here.accounts.entries()).isEmpty();
        here.identified(signing);
        assertThat(here.back(here.answer(here.step(signing), claims -> claims.subject("dora"), BOTH)))
                .isInstanceOf(Refused.class);
        assertThat(here.taken).isEmpty();
        assertThat(here.meters.counter(StepUpReturn.REFUSED_METER).count()).isEqualTo(3);
    }

    @Test
    void whoIsDeactivatedOrWasIdleIsSignedInNoMore() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        here.clock.advance(Duration.ofMinutes(9));
        Answer answer = here.answer(here.step(signing), claims -> claims, BOTH);
        here.clock.advance(Duration.ofMinutes(10));
        assertThat(here.stepUp.signer(here.browser)).isEmpty();
        assertThat(here.accounts.entries()).contains("signed out: idle");
        assertThat(here.back(answer)).isInstanceOf(Refused.class);
        UUID next = here.asked();
        here.identified(next);
        Answer late = here.answer(here.step(next), claims -> claims, BOTH);
        here.accounts.deactivated(here.cleo);
        assertThat(here.back(late)).isInstanceOf(Refused.class);
        assertThat(here.stepUp.signer(here.browser)).isEmpty();
        assertThat(here.taken).isEmpty();
    }

    @Test
    void whatTheLogRefusesIsToldAndWhatIsLateIsNotSigned() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        here.refusal = "RECORD_CHANGED";
        assertThat(here.sign(signing, BOTH)).isEqualTo(new Refused(signing, "refused"));
        assertThat(state(signing)).isEqualTo(State.WAITING);
        here.refusal = "ALREADY_SIGNED";
        assertThat(here.sign(signing, BOTH)).as("after a crash in between").isEqualTo(new Signed(signing));
        here.refusal = null;
        UUID late = here.asked();
        here.clock.advance(Duration.ofMinutes(9));
        Answer answer = here.answer(here.step(late), claims -> claims, BOTH);
        here.clock.advance(Duration.ofSeconds(59));
        assertThat(here.back(answer)).isInstanceOf(Refused.class);
        assertThat(state(late)).isEqualTo(State.EXPIRED);
        assertThat(here.taken).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, (access_denied)",
        "login_required, sign in anew",
        "<script>, (unknown error)",
        "unmet_authentication_requirements, enrols you"
    })
    void whatTheIssuerSaysInsteadIsTold(String error, String told) throws Exception {
        UUID signing = here.asked();
        Way way = here.identify(signing);
        Returned returned = here.back(new Answer(Elsewhere.state(way), null, error, null));
        assertThat(((Refused) returned).told()).contains(told).doesNotContain("<");
        assertThat(here.plant.codesShown).hasValue(0);
        assertThat(here.back(new Answer(Elsewhere.state(way), null, error, null)))
                .as("once")
                .extracting(again -> ((Refused) again).signing())
                .isNull();
    }

    @Test
    void whatAnotherIssuerAnsweredIsNotTaken() throws Exception {
        UUID signing = here.asked();
        Answer answer = here.answer(here.identify(signing), claims -> claims, BOTH);
        assertThat(here.back(new Answer(answer.state(), answer.code(), null, here.lab.address())))
                .isInstanceOf(Refused.class);
        Answer right = here.answer(here.identify(signing), claims -> claims, BOTH);
        assertThat(here.back(new Answer(right.state(), right.code(), null, here.plant.address())))
                .isInstanceOf(Identified.class);
    }

    @Test
    void anIssuerThatAlwaysNamesItselfIsHeldToIt() throws Exception {
        here.plant.tellsItself = true;
        UUID signing = here.asked();
        assertThat(here.back(here.answer(here.identify(signing), claims -> claims, BOTH)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void anIssuerThatIsAwaySignsNothing() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        Answer answer = here.answer(here.step(signing), claims -> claims, BOTH);
        here.plant.padding = IssuerHttp.LONGEST;
        assertThat(here.back(answer)).isInstanceOf(Unavailable.class);
        here.plant.padding = 0;
        here.plant.redirectTokensTo = here.lab.address() + "/token";
        assertThat(here.back(here.answer(here.step(signing), claims -> claims, BOTH)))
                .isNotInstanceOf(Signed.class);
        assertThat(here.lab.codesShown).as("codes that went elsewhere").hasValue(0);
        here.plant.redirectTokensTo = null;
        Answer last = here.answer(here.step(signing), claims -> claims, BOTH);
        here.plant.close();
        assertThat(here.back(last)).isInstanceOf(Unavailable.class);
        here.clock.advance(SigningIssuer.DISCOVERED_FOR);
        assertThatThrownBy(() -> here.stepUp.door("plant")).isInstanceOf(IssuerAwayException.class);
        assertThat(here.taken).isEmpty();
    }

    @Test
    void onlySoManyWaitForTheirAnswer() throws Exception {
        UUID signing = here.asked();
        for (int i = 0; i < StepUpRows.MOST_OF_ONE; i++) {
            assertThat(here.identify(signing).to()).isNotNull();
        }
        assertThat(here.identify(signing).to()).isNull();
        assertThat(here.identify(here.asked()).to()).as("of another").isNotNull();
        assertThat(here.stepUp.toIdentify("plant", UUID.randomUUID(), Optional.empty(), Elsewhere.RETURN))
                .isEmpty();
        assertThat(here.stepUp.toIdentify("silent", signing, Optional.empty(), Elsewhere.RETURN))
                .isEmpty();
    }

    @Test
    void theClientsSecretIsSentFromItsFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "between us\n");
        try (Elsewhere withSecret =
                new Elsewhere(file.toString(), new StepUpSettings.StepUp(List.of(), List.of("mfa")))) {
            withSecret.identified(withSecret.asked());
            String sent = Base64.getEncoder()
                    .encodeToString((IssuerOfTests.CLIENT + ":between+us").getBytes(StandardCharsets.UTF_8));
            assertThat(withSecret.plant.authorization).isEqualTo("Basic " + sent);
            Files.writeString(file, "changed");
            withSecret.identified(withSecret.asked());
            assertThat(withSecret.plant.authorization).as("read at each use").isNotEqualTo("Basic " + sent);
        }
    }

    private State state(UUID signing) {
        return here.pending.of(here.cleo, signing).orElseThrow().state();
    }

    private static URI question(Way way) {
        return Objects.requireNonNull(way.to());
    }

    private static String acrValues(Way way) {
        return String.valueOf(
                IssuerOfTests.parameters(question(way).getRawQuery()).get("acr_values"));
    }
}
