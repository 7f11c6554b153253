package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.identity.Requirement;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser has redeems what was asked in it, for one signature under one state of its record. */
@Requirement("11.200(a)(2)")
class BrowserKeyTest {
    private static final UUID ID = new UUID(0, 1);
    private static final String HASH = "0".repeat(64);

    private final BrowserKey browser = BrowserKey.fresh();

    @Test
    void anotherBrowserHasAnotherVerifierAndNonce() {
        BrowserKey other = BrowserKey.fresh();
        assertThat(StepUp.verifier(browser, "s")).isEqualTo(StepUp.verifier(browser, "s"));
        assertThat(StepUp.verifier(other, "s")).isNotEqualTo(StepUp.verifier(browser, "s"));
        assertThat(nonce(other, "s", ID, HASH)).isNotEqualTo(nonce(browser, "s", ID, HASH));
    }

    @Test
    void eachRequestHasItsOwn() {
        assertThat(StepUp.verifier(browser, "t")).isNotEqualTo(StepUp.verifier(browser, "s"));
        assertThat(nonce(browser, "t", ID, HASH)).isNotEqualTo(nonce(browser, "s", ID, HASH));
    }

    /** Else what an issuer said of one signature, or of a record as it was, could be shown for another. */
    @Test
    @Requirement("11.70")
    void theNonceIsOfOneSignatureAndOneStateOfItsRecord() {
        String nonce = nonce(browser, "s", ID, HASH);
        assertThat(nonce(browser, "s", ID, HASH)).isEqualTo(nonce);
        assertThat(nonce(browser, "s", new UUID(0, 2), HASH)).isNotEqualTo(nonce);
        assertThat(nonce(browser, "s", ID, "1".repeat(64))).isNotEqualTo(nonce);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "short", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;"})
    void whatWasNeverOneIsNone(@Nullable String cookie) {
        assertThat(BrowserKey.of(browser.value())).as("the control").contains(browser);
        assertThat(BrowserKey.of(cookie)).isEmpty();
    }

    @Test
    void itIsInNoText() {
        assertThat(browser).hasToString("BrowserKey");
        assertThat(new StepUpReturn.Answer("state", "code", null, null)).hasToString("Answer");
    }

    private static String nonce(BrowserKey of, String state, UUID id, String hash) {
        Version version = new Version(
                SignableRecord.of(SignableKind.DEVICE_COMMAND, new UUID(0, 9).toString()),
                new TenantId("acme"),
                null,
                42,
                hash);
        Asked asked =
                new Asked(PersonId.of("https://issuer.test", "eve"), version, SignatureMeaning.APPROVAL, "reviewed");
        return StepUp.nonce(of, state, new Signing(id, asked, "/", Instant.EPOCH, State.WAITING));
    }
}
