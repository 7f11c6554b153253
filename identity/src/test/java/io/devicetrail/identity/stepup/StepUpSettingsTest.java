package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StepUpSettingsTest {
    private static final String PLANT = "devicetrail.sign-in.issuers.plant.";

    @Test
    void peopleOfAnIssuerWithAClientCanSign() {
        StepUpSettings settings = bound(Map.of(
                PLANT + "address",
                "https://login.example.com",
                PLANT + "client-id",
                "devicetrail-signing",
                "devicetrail.sign-in.issuers.lab.address",
                "https://lab.example.com",
                "devicetrail.sign-in.min-length",
                "12"));
        assertThat(settings.signsAt("https://login.example.com")).isTrue();
        assertThat(settings.signsAt("https://lab.example.com")).isFalse();
        assertThat(settings.signsAt(PersonId.LOCAL)).isFalse();
        StepUpSettings.Issuer plant = Objects.requireNonNull(settings.issuers().get("plant"));
        assertThat(plant.stepUp().twoFactors()).containsExactly("mfa");
        assertThat(plant.stepUp().acrValues()).isEmpty();
        assertThat(plant.subject()).isEqualTo("sub");
    }

    @ParameterizedTest
    @CsvSource({
        "address, http://login.example.com, address must be https",
        "address, https://login.example.com@evil.example.com, address must be https",
        "keys, http://login.example.com/keys, keys must be https",
        "client-id, ' ', client-id must not be blank",
        "step-up.two-factors, geo, two-factors: geo is no method",
        "step-up.two-factors, acr:, two-factors: acr: is no method",
        "step-up.two-factors, pwd, two-factors: pwd is what a person knows",
        "step-up.two-factors, 'mfa,pin', two-factors: pin is what a person knows",
        "step-up.two-factors, kba, two-factors: kba is what a person knows",
        "address, https:///login, address must be https",
        "address, http://192.0.2.7, address must be https",
        "address, ftp://127.0.0.1, address must be https"
    })
    void whatCouldProveNothingIsNotStartedWith(String name, String value, String told) {
        Map<String, String> settings = new HashMap<>(
                Map.of(PLANT + "address", "https://login.example.com", PLANT + "client-id", "devicetrail-signing"));
        settings.put(PLANT + name, value);
        assertThatThrownBy(() -> bound(settings)).rootCause().hasMessageContaining(told);
    }

    /** A key may ask for a PIN and a smart card does: who knows it of their issuer's says so. */
    @ParameterizedTest
    @ValueSource(strings = {"mfa", "hwk", "swk", "sc", "otp", "fpt", "acr:2"})
    void whatCouldStandForTwoComponentsIsTaken(String word) {
        StepUpSettings settings = bound(Map.of(
                PLANT + "address", "https://login.example.com",
                PLANT + "client-id", "devicetrail-signing",
                PLANT + "step-up.two-factors", word));
        assertThat(Objects.requireNonNull(settings.issuers().get("plant"))
                        .stepUp()
                        .twoFactors())
                .containsExactly(word);
    }

    @Test
    void wordsAndNamesAreBounded() {
        String long100 = "acr:" + "x".repeat(96);
        assertThat(check("plant", List.of(), Collections.nCopies(20, long100))).isEmpty();
        assertThat(check("plant", List.of(), List.of(long100 + "x"))).contains("two-factors");
        assertThat(check("plant", List.of(), Collections.nCopies(21, "mfa")))
                .contains("two-factors must be at most 20");
        assertThat(check("plant", Collections.nCopies(21, "2"), List.of())).contains("acr-values must be at most 20");
        assertThat(check("a/b", List.of(), List.of())).contains("must be a name");
    }

    private static String check(String name, List<String> acrValues, List<String> twoFactors) {
        URI address = URI.create("https://login.example.com");
        try {
            new StepUpSettings(Map.of(
                    name,
                    new StepUpSettings.Issuer(
                            address, "sub", null, "client", null, new StepUpSettings.StepUp(acrValues, twoFactors))));
            return "";
        } catch (IllegalArgumentException unfit) {
            return String.valueOf(unfit.getMessage());
        }
    }

    @Test
    void aSecretThatCannotBeReadIsToldAtTheStart() {
        StepUpSettings settings = bound(Map.of(
                PLANT + "address", "https://login.example.com",
                PLANT + "client-id", "devicetrail-signing",
                PLANT + "client-secret-file", "/nowhere/secret"));
        assertThatThrownBy(() -> new SigningIssuers(settings, Clock.systemUTC()))
                .hasMessageContaining("client-secret-file: /nowhere/secret cannot be read");
    }

    private static StepUpSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("devicetrail.sign-in", StepUpSettings.class)
                .get();
    }
}
