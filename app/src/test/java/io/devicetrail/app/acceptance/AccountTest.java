package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.TestInstance;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What happened to an account, in the person's audit trail and beside the person; what an administrator can do. */
class AccountTest {
    private final Api api = Api.shared();

    @Test
    void somebodyIsLockedOutAndUnlockedAndTheAuditTrailTells() {
        String ada = api.done(
                        "registerPerson",
                        Map.of("subject", "ada.account", "printedName", "Ada", "identityProof", "HR 1"))
                .path("person")
                .path("personId")
                .asString();
        AccountHistory.of(api, ada).lockedOut();
        Map<String, Object> input = Map.of("person", ada, "reason", "called in");

        JsonNode account = api.done("unlockAccount", input).path("person").path("account");
        assertThat(account.path("secondFactor").asString()).isEqualTo("otp");
        assertThat(account.path("passwordSetAt").asString())
                .isLessThan(account.path("lastSignInAt").asString());
        assertThat(account.path("lockedUntil").isNull()).isTrue();
        assertThat(account.path("secretExpiresAt").asString()).isEqualTo("2126-11-20T10:00:00Z");
        assertThat(api.refused("unlockAccount", input)).isEqualTo("ACCOUNT_NOT_LOCKED");

        JsonNode reset = api.done("resetSecondFactor", input).path("person").path("account");
        assertThat(reset.path("secondFactor").isNull()).isTrue();

        assertThat(api.auditTrail("installation", ada))
                .extracting(edge -> edge.path("node").path("event").asString() + " "
                        + edge.path("node").path("field").asString() + ": "
                        + edge.path("node").path("to").asString())
                .contains(
                        "account.SignInSecretIssued signInSecret: ISSUED",
                        "account.PasswordSet password: SET",
                        "account.SecondFactorEnrolled secondFactor: ENROLLED",
                        "account.SignedIn session s1: SIGNED_IN",
                        "account.SignedIn session s1 methods: [pwd, otp]",
                        "account.TokenIssued session s1 token client: devicetrail-cli",
                        "account.SignInFailed signIn cause: password",
                        "account.AccountLocked account: LOCKED",
                        "account.AccountUnlocked account: UNLOCKED",
                        "account.SecondFactorReset secondFactor: RESET");
    }

    @Test
    @Requirement("11.300(d)")
    void whoeverIsNamedForItIsToldOfALockoutWithinFiveSeconds() {
        String bea = api.done(
                        "registerPerson",
                        Map.of("subject", "bea.locked", "printedName", "Bea Locked", "identityProof", "HR 2"))
                .path("person")
                .path("personId")
                .asString();
        AccountHistory.of(api, bea).lockedOut();
        JsonNode alert = await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> TestInstance.alerts().taken().stream()
                                .filter(taken ->
                                        taken.at("/details/person").asString().equals(bea))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(alert.path("alert").asString()).isEqualTo("ACCOUNT_LOCKED");
        assertThat(alert.path("message").asString()).contains("Bea Locked");
        assertThat(alert.at("/details/address").asString()).isEqualTo("127.0.0.1");
        assertThat(alert.path("index").asLong()).isPositive();
    }
}
