package io.devicetrail.commandside.account;

import static io.devicetrail.commandside.account.AccountOfTests.ACCOUNT;
import static io.devicetrail.commandside.account.AccountOfTests.ADA;
import static io.devicetrail.commandside.account.AccountOfTests.BEA;
import static io.devicetrail.commandside.account.AccountOfTests.CARL;
import static io.devicetrail.commandside.account.AccountOfTests.ELSEWHERE;
import static io.devicetrail.commandside.account.AccountOfTests.ENROLLED;
import static io.devicetrail.commandside.account.AccountOfTests.LATER;
import static io.devicetrail.commandside.account.AccountOfTests.NOBODY;
import static io.devicetrail.commandside.account.AccountOfTests.NOW;
import static io.devicetrail.commandside.account.AccountOfTests.PASSWORD;
import static io.devicetrail.commandside.account.AccountOfTests.SIGNED_IN;
import static io.devicetrail.commandside.account.AccountOfTests.resetBy;
import static io.devicetrail.commandside.account.AccountOfTests.secretBy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.account.AccountCommand;
import io.devicetrail.domain.account.AccountCommand.EnrolSecondFactor;
import io.devicetrail.domain.account.AccountCommand.IssueSignInSecret;
import io.devicetrail.domain.account.AccountCommand.ResetSecondFactor;
import io.devicetrail.domain.account.AccountCommand.SetPassword;
import io.devicetrail.domain.account.AccountCommand.UnlockAccount;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.account.AccountRejection.AccountElsewhere;
import io.devicetrail.domain.account.AccountRejection.NotOwnAccount;
import io.devicetrail.domain.account.AccountRejection.SecondFactorNotEnrolled;
import io.devicetrail.domain.account.AccountRejection.SecondPersonNeeded;
import io.devicetrail.domain.account.AccountRejection.SecretNotIssued;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.OwnAuthority;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How somebody is let in, and back in. */
class LetInTest {
    private static final IssueSignInSecret ISSUE = new IssueSignInSecret(ACCOUNT, ADA, LATER);
    private static final SignInSecretIssued ISSUED = new SignInSecretIssued(ACCOUNT, ADA, LATER);
    private static final ResetSecondFactor RESET = new ResetSecondFactor(ACCOUNT, ADA);
    private static final SecondFactorReset WAS_RESET = new SecondFactorReset(ACCOUNT, ADA);
    private static final SetPassword SET_PASSWORD = new SetPassword(ACCOUNT, ADA);
    private static final EnrolSecondFactor ENROL = new EnrolSecondFactor(ACCOUNT, ADA, "otp");

    private final AccountOfTests account = new AccountOfTests();

    @Test
    void somebodyIsInvitedByOneAdministratorAndEnrols() {
        account.accepted(ISSUE, BEA, ISSUED);
        account.accepted(ISSUE, BEA, ISSUED, secretBy(BEA, NOW));
        account.accepted(SET_PASSWORD, ADA.toString(), PASSWORD, secretBy(BEA, LATER));
        account.accepted(ENROL, ADA.toString(), ENROLLED, secretBy(BEA, LATER));
        account.accepted(ENROL, ADA.toString(), ENROLLED, secretBy(BEA, LATER), PASSWORD);
    }

    @Test
    void aPasswordTakesASecretOrTheOneBefore() {
        account.refused(SET_PASSWORD, ADA.toString(), new SecretNotIssued());
        account.refused(SET_PASSWORD, ADA.toString(), new SecretNotIssued(), secretBy(BEA, NOW));
        account.refused(ENROL, ADA.toString(), new SecretNotIssued(), secretBy(BEA, NOW));
        account.accepted(SET_PASSWORD, ADA.toString(), PASSWORD, secretBy(BEA, NOW), PASSWORD);
    }

    @Test
    @Requirement("11.200(a)(2)")
    void nobodyElseSetsAPasswordOrEnrols() {
        account.refused(SET_PASSWORD, BEA, new NotOwnAccount(), secretBy(BEA, LATER));
        account.refused(ENROL, BEA, new NotOwnAccount(), secretBy(BEA, LATER), PASSWORD);
    }

    @Test
    @Requirement("11.200(a)(3)")
    void nobodyHelpsThemselves() {
        for (AccountCommand own : List.of(ISSUE, RESET, new UnlockAccount(ACCOUNT, ADA))) {
            account.refused(own, ADA.toString(), new OwnAuthority(), PASSWORD, ENROLLED);
        }
    }

    @Test
    @Requirement({"11.200(a)(3)", "11.300(c)"})
    void whoIssuedASecretMayNotResetTheSecondFactor() {
        account.refused(RESET, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, secretBy(BEA, LATER));
        account.refused(
                RESET, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, secretBy(BEA, LATER), secretBy(CARL, LATER));
        account.accepted(RESET, CARL, WAS_RESET, PASSWORD, ENROLLED, secretBy(BEA, LATER));
    }

    @Test
    @Requirement("11.200(a)(3)")
    void aSignInShowsThatThePersonHasAPasswordOfTheirOwnAgain() {
        account.refused(RESET, BEA, new SecondPersonNeeded(), secretBy(BEA, LATER), PASSWORD, ENROLLED);
        account.accepted(RESET, BEA, WAS_RESET, secretBy(BEA, LATER), PASSWORD, ENROLLED, SIGNED_IN);
    }

    @Test
    @Requirement("11.200(a)(3)")
    void aSecretThatNobodyUsedIsADangerUntilItExpires() {
        account.refused(RESET, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, secretBy(BEA, LATER), SIGNED_IN);
        account.accepted(RESET, BEA, WAS_RESET, PASSWORD, ENROLLED, secretBy(BEA, NOW), SIGNED_IN);
        account.refused(RESET, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, secretBy(BEA, NOW));
    }

    @Test
    @Requirement({"11.200(a)(3)", "11.300(c)"})
    void whoResetTheSecondFactorMayNotIssueASecret() {
        account.refused(ISSUE, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, resetBy(BEA));
        account.refused(ISSUE, BEA, new SecondPersonNeeded(), PASSWORD, ENROLLED, resetBy(BEA), SIGNED_IN);
        account.accepted(ISSUE, CARL, ISSUED, PASSWORD, ENROLLED, resetBy(BEA));
        account.accepted(ISSUE, BEA, ISSUED, PASSWORD, ENROLLED, resetBy(BEA), ENROLLED);
    }

    /** So that it is kept in the aggregate as the handlers apply it, not only as a test lays it out. */
    @Test
    @Requirement("11.200(a)(3)")
    void theActorIsRememberedFromTheCommandOn() {
        account.when(RESET, BEA, NOW, PASSWORD, ENROLLED)
                .expectState(state -> assertThatThrownBy(() -> state.handle(ISSUE, account.references(), BEA))
                        .hasMessageContaining("SECOND_PERSON_NEEDED"));
    }

    @Test
    void aSecondFactorThatIsNotThereIsNotReset() {
        account.refused(RESET, BEA, new SecondFactorNotEnrolled());
        account.refused(RESET, BEA, new SecondFactorNotEnrolled(), PASSWORD, ENROLLED, resetBy(CARL));
    }

    @Test
    void anAccountBelongsToARegisteredPersonOfThisInstallation() {
        account.refused(issueTo(NOBODY), BEA, new PersonUnknown(NOBODY));
        account.refused(issueTo(ELSEWHERE), BEA, new AccountElsewhere("https://login.example.com"));
        account.world.happened(new PersonDeactivated(ADA));
        account.refused(ISSUE, BEA, new PersonNotActive());
        account.refused(RESET, BEA, new PersonNotActive(), PASSWORD, ENROLLED);
        account.refused(SET_PASSWORD, ADA.toString(), new PersonNotActive(), PASSWORD);
        account.refused(ENROL, ADA.toString(), new PersonNotActive(), PASSWORD);
        assertThatThrownBy(() -> new IssueSignInSecret(AccountId.of(NOBODY), ADA, LATER))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("account is not the id");
    }

    private static IssueSignInSecret issueTo(PersonId person) {
        return new IssueSignInSecret(AccountId.of(person), person, LATER);
    }
}
