package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.firststart.FirstSecret;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The secret of the first administrator: one that nobody read is made anew, until there is a password. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "has an instance and a database of its own, and no device")
@ResourceLock(value = SharedParts.POSTGRES, mode = ResourceAccessMode.READ)
class FirstStartTest {
    private OwnIssuer issuer;

    @BeforeEach
    void start(@TempDir Path home) throws Exception {
        issuer = new OwnIssuer(home, "first_start");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aSecretThatNobodyReadIsMadeAnewUntilThereIsAPassword() throws Exception {
        Visitor visitor = new Visitor(issuer.http());
        FirstSecret first = issuer.firstSecret();
        String lost = first.take().orElseThrow(() -> new AssertionError("somebody else took the first secret"));
        assertThat(first.take()).isEmpty();
        issuer.startAgain();
        assertThat(issuer.firstSignIn(visitor, lost).status()).isEqualTo(401);
        issuer.enrolled(visitor, first.take().orElseThrow());

        issuer.startAgain();
        assertThat(first.take()).as("a secret although there is a password").isEmpty();
        assertThat(issuer.stored())
                .contains(
                        "account.SignInSecretIssued",
                        "account.PasswordSet",
                        "account.SecondFactorEnrolled",
                        "account.SignedIn");
    }
}
