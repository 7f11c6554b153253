package io.devicetrail.identity.stepup;

import static io.devicetrail.identity.stepup.Elsewhere.BOTH;
import static io.devicetrail.identity.stepup.Elsewhere.ORIGIN;
import static io.devicetrail.identity.stepup.Elsewhere.RETURN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.stepup.Returned.Identified;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import io.devicetrail.identity.stepup.Returned.Unavailable;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long, how often and for whom a step-up holds, and what is left of it when something is away. */
@Requirement("11.200(a)(2)")
class StepUpBoundsTest {
    private final Elsewhere here = new Elsewhere();

    StepUpBoundsTest() throws IOException {}

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void aReturnIsLateAfterTenMinutes() throws Exception {
        Way way = here.identify(here.asked());
        here.clock.advance(StepUpRows.GOOD_FOR.minusSeconds(2));
        Way late = here.identify(here.asked());
        assertThat(here.back(here.answer(way, claims -> claims, "pwd"))).isInstanceOf(Identified.class);
        here.clock.advance(StepUpRows.GOOD_FOR.minusSeconds(1));
        assertThat(here.back(here.answer(late, claims -> claims, "pwd"))).isInstanceOf(Refused.class);
    }

    @Test
    void whoProvesNoComponentIsNotIdentified() throws Exception {
        UUID signing = here.asked();
        for (String[] none : List.of(new String[] {}, new String[] {"user", "geo"})) {
            assertThat(here.back(here.answer(here.identify(signing), claims -> claims, none)))
                    .isInstanceOf(Refused.class);
        }
        assertThat(here.accounts.entries()).isEmpty();
    }

    /** An issuer that ignores what it was asked tells of a sign-in in the morning. */
    @Test
    void whoSignedInBeforeTheyWereSentIsNotIdentified() throws Exception {
        UUID signing = here.asked();
        long before = here.clock.instant().minusSeconds(300).getEpochSecond();
        assertThat(here.back(here.answer(here.identify(signing), claims -> claims.claim("auth_time", before), BOTH)))
                .isInstanceOf(Refused.class);
        assertThat(here.accounts.entries()).isEmpty();
    }

    @Test
    void whatIsSignedIsNotSignedAgainByAnotherProof() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        Way one = here.step(signing);
        Way other = here.step(signing);
        assertThat(here.back(here.answer(one, claims -> claims, BOTH))).isEqualTo(new Signed(signing));
        Returned again = here.back(here.answer(other, claims -> claims, BOTH));
        assertThat(((Refused) again).told()).contains("given already");
        assertThat(here.taken).hasSize(1);
    }

    @Test
    void nobodyIsSentForWhatIsSignedOverOrAnothers() throws Exception {
        UUID first = here.asked();
        here.identified(first);
        PersonId dora = here.accounts.register(here.plant.address(), "dora");
        UUID doras = here.asked(dora);
        assertThat(sendable(doras)).as("another's").isFalse();
        assertThat(sendable(first)).as("the control").isTrue();
        assertThat(here.sign(first, BOTH)).isEqualTo(new Signed(first));
        assertThat(sendable(first)).as("signed").isFalse();
        assertThat(identifiable(first)).as("signed").isFalse();
        UUID over = here.asked();
        assertThat(identifiable(over)).as("the control").isTrue();
        here.clock.advance(Duration.ofMinutes(10));
        assertThat(identifiable(over)).as("over").isFalse();
    }

    private boolean sendable(UUID signing) throws IssuerAwayException {
        OutsideSigner who = here.stepUp.signer(here.browser).orElseThrow();
        return here.stepUp.toSign(who, signing, here.browser, RETURN, ORIGIN).isPresent();
    }

    private boolean identifiable(UUID signing) throws IssuerAwayException {
        return here.stepUp
                .toIdentify("plant", signing, Optional.empty(), RETURN)
                .isPresent();
    }

    @Test
    @Requirement("11.100(a)")
    void aSessionOfSomebodyElseOrOfAnotherIssuerGivesNothing() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        PersonId dora = here.accounts.register(here.plant.address(), "dora");
        Answer first = here.answer(here.step(signing), claims -> claims, BOTH);
        Answer second = here.answer(here.step(signing), claims -> claims, BOTH);
        Answer third = here.answer(here.step(signing), claims -> claims, BOTH);
        TestDatabase.OWNER.update("update identity.session set person_id = ?", dora.value());
        assertThat(here.back(first)).isInstanceOf(Refused.class);
        TestDatabase.OWNER.update(
                "update identity.session set person_id = ?, issuer = ?", here.cleo.value(), here.lab.address());
        assertThat(here.back(second)).isInstanceOf(Refused.class);
        assertThat(here.taken).isEmpty();
        TestDatabase.OWNER.update("update identity.session set issuer = ?", here.plant.address());
        assertThat(here.back(third)).as("the control").isEqualTo(new Signed(signing));
    }

    @Test
    void anotherProgramTakesTwoAgain() throws Exception {
        UUID first = here.asked();
        here.identified(first);
        assertThat(here.sign(first, BOTH)).isEqualTo(new Signed(first));
        Origin other = new Origin(ORIGIN.address(), "other/1");
        UUID next = here.asked();
        assertThat(here.back(here.answer(here.step(next, other), claims -> claims, "pwd"), other))
                .isInstanceOf(Refused.class);
        assertThat(here.sign(next, "pwd")).as("the control").isEqualTo(new Signed(next));
    }

    @Test
    void whoLeavesIsKnownNoMore() throws Exception {
        here.identified(here.asked());
        OutsideSigner who = here.stepUp.signer(here.browser).orElseThrow();
        here.stepUp.leave(who, ORIGIN);
        assertThat(here.stepUp.signer(here.browser)).isEmpty();
        assertThat(here.accounts.entries()).contains("signed out: sign-out");
    }

    @Test
    void soManyBrowsersKnowOnePerson() throws Exception {
        List<BrowserKey> browsers = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            here.browser = BrowserKey.fresh();
            here.identified(here.asked());
            browsers.add(here.browser);
        }
        assertThat(here.stepUp.signer(browsers.get(0))).as("unused for longest").isEmpty();
        assertThat(browsers.subList(1, 11))
                .allSatisfy(known -> assertThat(here.stepUp.signer(known)).isPresent());
        assertThat(here.accounts.count("signed out: superseded")).isEqualTo(1);
    }

    /** In all, whatever they are for. */
    @Test
    void onlySoManyWaitForTheirAnswerInAll() throws Exception {
        UUID signing = here.asked();
        TestDatabase.OWNER.update(
                """
                insert into identity.step_up (state_hash, browser_hash, issuer, signing_id, purpose, redirect_uri,
                                              begun_at, expires_at)
                select decode(lpad(to_hex(n), 8, '0'), 'hex'), '\\x00', 'i', gen_random_uuid(), 'IDENTIFY', 'r',
                       ?::timestamptz, ?::timestamptz
                  from generate_series(1, ?) n""",
                here.clock.instant().toString(),
                here.clock.instant().plusSeconds(300).toString(),
                StepUpRows.MOST - 1);
        assertThat(here.identify(signing).to()).as("the last").isNotNull();
        Way none = here.identify(signing);
        assertThat(none.to()).isNull();
        assertThat(none.told()).contains("Too many");
        here.clock.advance(Duration.ofSeconds(300));
        assertThat(here.identify(signing).to()).as("those are over").isNotNull();
    }

    @Test
    void atOnceSoManyAreLookedAt() throws Exception {
        List<UUID> signings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            signings.add(here.asked());
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i <= StepUpReturn.AT_ONCE + 1; i++) {
            answers.add(here.answer(here.identify(signings.get(i % 3)), claims -> claims, "pwd"));
        }
        CountDownLatch free = new CountDownLatch(1);
        here.plant.held = free;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Returned>> busy = new ArrayList<>();
            for (Answer answer : answers.subList(0, StepUpReturn.AT_ONCE)) {
                busy.add(threads.submit(() -> here.back(answer)));
            }
            await().until(() -> here.plant.codesShown.get() == StepUpReturn.AT_ONCE);
            Future<Returned> more = threads.submit(() -> here.back(answers.get(StepUpReturn.AT_ONCE)));
            assertThat(more.get(4, TimeUnit.SECONDS)).isInstanceOf(Unavailable.class);
            assertThat(here.plant.codesShown).hasValue(StepUpReturn.AT_ONCE);
            free.countDown();
            for (Future<Returned> each : busy) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isInstanceOf(Identified.class);
            }
        } finally {
            free.countDown();
        }
        assertThat(here.back(answers.get(StepUpReturn.AT_ONCE + 1)))
                .as("turns are given back")
                .isInstanceOf(Identified.class);
    }

    @Test
    void aCodeThatIsTooLongOrNoneIsShownToNobody() throws Exception {
        UUID signing = here.asked();
        for (String code : new String[] {"x".repeat(StepUpReturn.LONGEST_CODE + 1), " ", null}) {
            Way way = here.identify(signing);
            assertThat(here.back(new Answer(Elsewhere.state(way), code, null, null)))
                    .isInstanceOf(Refused.class);
        }
        assertThat(here.plant.codesShown).hasValue(0);
        Way way = here.identify(signing);
        here.back(new Answer(Elsewhere.state(way), "x".repeat(StepUpReturn.LONGEST_CODE), null, null));
        assertThat(here.plant.codesShown).as("the control").hasValue(1);
    }

    @Test
    void whileTheLogIsAwayNothingIsDecidedAndNoSeriesBegins() throws Exception {
        UUID signing = here.asked();
        here.accounts.away(true);
        assertThat(here.back(here.answer(here.identify(signing), claims -> claims, "pwd")))
                .isInstanceOf(Unavailable.class);
        assertThat(here.stepUp.signer(here.browser)).isEmpty();
        here.accounts.away(false);
        here.identified(signing);
        here.away = true;
        assertThat(here.sign(signing, BOTH)).isInstanceOf(Unavailable.class);
        here.away = false;
        assertThat(here.pending.of(here.cleo, signing).orElseThrow().state()).isEqualTo(State.WAITING);
        assertThat(here.sign(signing, "pwd")).as("it is still the first").isInstanceOf(Refused.class);
        assertThat(here.sign(signing, BOTH)).isEqualTo(new Signed(signing));
    }

    /** Whoever reads the table redeems no code by it. */
    @Test
    @Requirement("11.300(d)")
    void theTablesHoldHashesAlone() throws Exception {
        Way way = here.identify(here.asked());
        here.identified(here.asked());
        String rows = TestDatabase.OWNER
                .queryForList("select encode(state_hash, 'escape') || encode(browser_hash, 'escape') || s::text"
                        + " from identity.step_up s union all"
                        + " select encode(browser_hash, 'escape') || s::text from identity.session s")
                .toString();
        assertThat(rows).doesNotContain(Elsewhere.state(way), way.browser().value(), here.browser.value());
    }

    @Test
    void anIssuerThatIsInTheSettingsNoMoreProvesNothing() throws Exception {
        Answer answer = here.answer(here.identify(here.asked()), claims -> claims, "pwd");
        TestDatabase.OWNER.update("update identity.step_up set issuer = 'https://gone.example'");
        Returned returned = here.back(answer);
        assertThat(((Refused) returned).told()).contains("not in the settings any more");
    }
}
