package io.devicetrail.domain.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two components are of two kinds; a later signature takes one that is the person's. */
@Requirement("11.200(a)(1)")
class SignatureComponentsTest {
    private static final List<String> DEFAULT = List.of("mfa");

    @ParameterizedTest
    @CsvSource({"pwd,otp", "pin,hwk", "pwd,fpt", "face,swk", "kba,sms", "pwd,tel", "pin,sc", "vbm,pin", "iris,otp"})
    void twoOfDifferentKindsAreTwo(String one, String other) {
        assertThat(SignatureComponents.ofIssuer(List.of(one, other), DEFAULT, true))
                .isTrue();
        assertThat(SignatureComponents.ofIssuer(List.of(one), DEFAULT, true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"pwd,pin", "pwd,kba", "otp,sms", "hwk,otp", "swk,tel", "sc,hwk", "face,fpt", "iris,retina", "fpt,vbm"})
    void twoOfOneKindAreOneShownTwice(String one, String other) {
        assertThat(SignatureComponents.ofIssuer(List.of(one, other, one), DEFAULT, true))
                .isFalse();
        assertThat(SignatureComponents.ofIssuer(List.of(one), DEFAULT, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"geo", "rba", "wia", "user", "mca", "", "PWD", "acr:", "acr"})
    void whatTakesNobodyIsNone(String word) {
        assertThat(SignatureComponents.isOne(word)).isFalse();
        assertThat(SignatureComponents.ofIssuer(List.of("pwd", word), List.of("mfa", word), true))
                .isFalse();
        assertThat(SignatureComponents.ofIssuer(List.of(word), List.of("mfa", word), false))
                .isFalse();
    }

    @Test
    void whatAloneStandsForTwoIsForTheSettingsToSay() {
        assertThat(SignatureComponents.ofIssuer(List.of("mfa"), List.of(), true))
                .isTrue();
        for (String word : List.of("hwk", "acr:2")) {
            assertThat(SignatureComponents.ofIssuer(List.of(word), DEFAULT, true))
                    .isFalse();
            assertThat(SignatureComponents.ofIssuer(List.of(word), List.of(word), true))
                    .isTrue();
        }
    }

    @Test
    void onlyWhatIsKnownIsKnowledge() {
        assertThat(List.of("pwd", "pin", "kba")).allMatch(SignatureComponents::isKnowledge);
        assertThat(List.of("mfa", "hwk", "sc", "otp", "fpt", "acr:2", "geo"))
                .noneMatch(SignatureComponents::isKnowledge);
    }

    @Test
    void anAccountHereProvesAPasswordAndFirstACodeAsWell() {
        assertThat(SignatureComponents.ofAccount(List.of("pwd", "otp"), true)).isTrue();
        assertThat(SignatureComponents.ofAccount(List.of("pwd"), true)).isFalse();
        assertThat(SignatureComponents.ofAccount(List.of("pwd"), false)).isTrue();
        assertThat(SignatureComponents.ofAccount(List.of("otp"), false)).isFalse();
    }
}
