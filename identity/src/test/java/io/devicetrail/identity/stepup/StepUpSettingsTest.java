package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.person.PersonId;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "step-up.two-factors, acr:, two-factors: acr: is no method"
    })
    void whatCouldProveNothingIsNotStartedWith(String name, String value, String told) {
        Map<String, String> settings = new HashMap<>(
                Map.of(PLANT + "address", "https://login.example.com", PLANT + "client-id", "devicetrail-signing"));
        settings.put(PLANT + name, value);
        assertThatThrownBy(() -> bound(settings)).rootCause().hasMessageContaining(told);
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
