package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LedgerSettingsTest {
    private static final String KEY = key();

    private static String key() {
        try {
            return VerifierKey.of(
                            "witness.example/w1",
                            SignatureType.ED25519_COSIGNATURE,
                            KeyPairGenerator.getInstance("Ed25519")
                                    .generateKeyPair()
                                    .getPublic())
                    .text();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static LedgerSettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("devicetrail.ledger." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("devicetrail.ledger", LedgerSettings.class);
    }

    @Test
    void nothingHasToBeSet() {
        LedgerSettings settings = bound(Map.of());
        assertThat(settings.wantedOrigin()).isNull();
        assertThat(settings.witnessAddresses()).isEmpty();
        assertThat(settings.witnessInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.scrub().pace().eventsPerSecond()).isEqualTo(2_000);
        assertThat(settings.scrub().pace().pause()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void witnessesAreListed() {
        LedgerSettings settings =
                bound(Map.of("witnesses[0].url", "https://witness.example/w1", "witnesses[0].key", KEY));
        assertThat(settings.witnessAddresses()).singleElement().satisfies(witness -> {
            assertThat(witness.url()).isEqualTo(URI.create("https://witness.example/w1"));
            assertThat(witness.key().text()).isEqualTo(KEY);
        });
    }

    @Test
    void anAuthorityIsNamed() {
        assertThat(bound(Map.of()).timestampAuthority().url()).isNull();
        LedgerSettings.TimestampSetting authority = bound(
                        Map.of("timestamp-authority.url", "http://tsa.example/", "timestamp-authority.interval", "10m"))
                .timestampAuthority();
        assertThat(authority.url()).isEqualTo(URI.create("http://tsa.example/"));
        assertThat(authority.interval()).isEqualTo(Duration.ofMinutes(10));
    }

    /** Else it is told only in the log, at the first question. */
    @Test
    void anAddressThatIsNoneOfHttpIsRefusedAtTheStart() {
        for (String url :
                List.of("witness.example/w1", "witness.example:8080", "ftp://witness.example", "https:///w1")) {
            assertThatThrownBy(() -> bound(Map.of("witnesses[0].url", url, "witnesses[0].key", KEY)))
                    .as(url)
                    .hasRootCauseMessage("devicetrail.ledger.witnesses[0].url must be an http or https address with a "
                            + "host, not " + url);
            assertThatThrownBy(() -> bound(Map.of("timestamp-authority.url", url)))
                    .as(url)
                    .hasRootCauseMessage("devicetrail.ledger.timestamp-authority.url must be an http or https address "
                            + "with a host, not " + url);
        }
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> bound(Map.of("witness-interval", "0s")))
                .hasRootCauseMessage("devicetrail.ledger.witness-interval must be between 100ms and 1d");
        assertThatThrownBy(() -> bound(Map.of("witnesses[0].url", "https://w", "witnesses[0].key", "nonsense"))
                        .witnessAddresses())
                .hasMessageContaining("verifier key");
        assertThatThrownBy(() ->
                        bound(Map.of("scrub.events-per-second", "0")).scrub().pace())
                .hasMessageContaining("events-per-second");
    }
}
