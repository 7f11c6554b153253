package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.devicetrail.identity.Requirement;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the claims of an ID token say about somebody, and what they only seem to say. */
@Requirement("11.200(a)(1)")
class ProofTest {
    private static final StepUpSettings.Issuer ISSUER = new StepUpSettings.Issuer(
            URI.create("https://issuer.test"),
            "oid",
            null,
            "devicetrail",
            null,
            new StepUpSettings.StepUp(List.of(), List.of("mfa", "acr:2")));

    @Test
    void whoItIsTellsTheClaimOfTheSettings() throws NotProvenException {
        assertThat(Proof.of(claims().build(), ISSUER).subject()).isEqualTo("o-7");
        for (Object nobody : new Object[] {"", " ", 7, List.of("o-7")}) {
            assertThatThrownBy(() -> Proof.of(claims().claim("oid", nobody).build(), ISSUER))
                    .isInstanceOf(NotProvenException.class)
                    .hasMessageContaining("oid");
        }
    }

    @Test
    void aClassThatTheSettingsDoNotNameIsNoComponent() throws NotProvenException {
        Proof named = Proof.of(claims().claim("acr", "2").build(), ISSUER);
        assertThat(named.components()).containsExactly("acr:2");
        assertThat(named.suffices(ISSUER, true)).isTrue();
        Proof other = Proof.of(claims().claim("acr", "1").build(), ISSUER);
        assertThat(other.components()).isEmpty();
        assertThat(other.suffices(ISSUER, false)).isFalse();
    }

    @Test
    void onlyMethodsThatTakeThePersonAreComponentsEachOnce() throws NotProvenException {
        Proof proof = Proof.of(
                claims().claim("amr", List.of("pwd", "geo", "rba", "wia", "user", "mca", "", "PWD", "pwd", "acr:2"))
                        .build(),
                ISSUER);
        assertThat(proof.components()).containsExactly("pwd");
        assertThat(proof.authentication()).isEqualTo("pwd");
        assertThat(Proof.of(claims().claim("amr", "mfa").build(), ISSUER).components())
                .as("a text is no list")
                .isEmpty();
    }

    /** They are in the log for ever. */
    @Test
    void soManyWordsAreLookedAt() throws NotProvenException {
        List<String> words = IntStream.range(0, Proof.MOST_WORDS + 1)
                .mapToObj(number -> number < Proof.MOST_WORDS ? "pwd" : "otp")
                .toList();
        assertThat(Proof.of(claims().claim("amr", words).build(), ISSUER).components())
                .containsExactly("pwd");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().claim("oid", "o-7").claim("auth_time", 1);
    }
}
