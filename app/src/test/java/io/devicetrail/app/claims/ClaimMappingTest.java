package io.devicetrail.app.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
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
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;

class ClaimMappingTest {
    private static final Map<String, String> ROLES = Map.of(
            "/plant/engineers",
            "site-engineer@acme/basel, operator@acme",
            "auditors",
            "auditor@acme,auditor@installation");

    private static ClaimMapping mapping(String claim, Map<String, String> roles) {
        return ClaimMapping.of(
                        "plant",
                        new MappingSettings.Issuer(URI.create("https://login.test"), claim, roles, false, "name"))
                .orElseThrow();
    }

    @Test
    void aValueBringsTheRolesThatItIsMappedTo() {
        ClaimMapping mapping = mapping("groups", ROLES);
        assertThat(mapping.rolesBy(Map.of("groups", List.of("/plant/engineers", "others", 7)))
                        .orElseThrow()
                        .keySet())
                .extracting(MappedRole::role)
                .containsExactly("operator", "site-engineer");
        assertThat(mapping.rolesBy(Map.of("groups", "auditors")).orElseThrow().values())
                .containsExactly("auditors", "auditors");
        assertThat(mapping.rolesBy(Map.of("groups", List.of())).orElseThrow()).isEmpty();
        assertThat(mapping.rolesBy(Map.of()).orElseThrow())
                .as("no claim, no role")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"realm_access.roles", "https://acme.example/roles", "resource_access.my.client.roles", "a.b.c.d"
            })
    void aClaimIsAlsoFoundInsideAnother(String path) {
        Map<String, Object> claims = Map.of(
                "realm_access",
                Map.of("roles", List.of("auditors")),
                "https://acme.example/roles",
                List.of("auditors"),
                "resource_access",
                Map.of("my.client", Map.of("roles", List.of("auditors"))),
                "a.b",
                Map.of("c.d", "auditors"));
        assertThat(mapping(path, ROLES).rolesBy(claims).orElseThrow()).hasSize(2);
    }

    /** As Entra does for somebody of more than 200 groups. */
    @Test
    void aTokenThatLeavesTheValuesOutSaysNothing() {
        Map<String, Object> claims = Map.of("_claim_names", Map.of("groups", "src1"));
        assertThat(mapping("groups", ROLES).rolesBy(claims)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "groups; operator",
                "groups; operator@Acme",
                "groups; @acme",
                "groups; operator@acme/",
                "groups; operator@acme,",
                "' '; operator@acme"
            })
    void aSettingThatIsNoMappingIsRefusedByItsName(String claim, String roles) {
        assertThatThrownBy(() -> mapping(claim, Map.of("g", roles)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.sign-in.issuers.plant.roles");
    }

    @Test
    void aSettingsFileNamesValuesPlainlyOrInBrackets() {
        String prefix = "devicetrail.sign-in.issuers.entra.";
        MapPropertySource file = new MapPropertySource(
                "file",
                Map.of(
                        prefix + "address",
                        "https://login.test",
                        prefix + "roles.Devices.Operate",
                        "operator@acme",
                        prefix + "roles[/Basel/engineers]",
                        "site-engineer@acme/basel"));
        MappingSettings bound = new Binder(ConfigurationPropertySources.from(file))
                .bind("devicetrail.sign-in", MappingSettings.class)
                .get();
        assertThat(Objects.requireNonNull(bound.issuers().get("entra")).roles())
                .containsOnlyKeys("Devices.Operate", "/Basel/engineers");
    }

    /** As it is printed beside a signature (21 CFR 11.50(a)). */
    @Test
    void aNameIsOneThatCanBePrinted() {
        ClaimMapping mapping = mapping("groups", ROLES);
        assertThat(mapping.nameBy(Map.of("name", "Eve Example"))).contains("Eve Example");
        for (Object none : new Object[] {"", " ", "Eve\nExample", "e".repeat(201), 7}) {
            assertThat(mapping.nameBy(Map.of("name", none))).isEmpty();
        }
        assertThat(mapping.nameBy(Map.of())).isEmpty();
    }

    @Test
    void aMappingIsBounded() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < ClaimMapping.MOST_VALUES; i++) {
            many.put("g" + i, "operator@acme");
        }
        mapping("groups", many);
        many.put("one more", "operator@acme");
        refused(() -> mapping("groups", many), "roles maps more than");
        String longest = "g".repeat(ClaimMapping.LONGEST);
        mapping(longest, Map.of(longest, String.join(",", Collections.nCopies(MappedRole.MOST, "operator@acme"))));
        refused(() -> mapping(longest + "g", ROLES), "roles-claim must be 1 to 100");
        refused(() -> mapping("groups", Map.of(longest + "g", "operator@acme")), "roles must be 1 to 100");
        refused(() -> mapping("groups\n", ROLES), "roles-claim must be 1 to 100");
        refused(() -> mapping("groups", Map.of("engin\u200beers", "operator@acme")), "roles must be 1 to 100");
        refused(
                () -> mapping(
                        "groups",
                        Map.of("g", String.join(",", Collections.nCopies(MappedRole.MOST + 1, "operator@acme")))),
                "more than 50 roles");
    }

    private static void refused(Runnable mapping, String told) {
        assertThatThrownBy(mapping::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    void registeringWithoutAClaimIsRefused() {
        assertThatThrownBy(() -> ClaimMapping.of(
                        "plant",
                        new MappingSettings.Issuer(URI.create("https://login.test"), null, Map.of(), true, "name")))
                .hasMessageContaining("roles-claim");
    }

    @Test
    void rolesWithoutAClaimAreRefused() {
        assertThatThrownBy(() -> ClaimMapping.of(
                        "plant",
                        new MappingSettings.Issuer(URI.create("https://login.test"), null, ROLES, false, "name")))
                .hasMessageContaining("roles-claim");
    }
}
