package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AxonServerSettingsTest {
    private static AxonServerSettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("devicetrail.axon-server." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bindOrCreate("devicetrail.axon-server", AxonServerSettings.class);
    }

    @Test
    void nothingHasToBeSet() {
        assertThat(bound(Map.of()).address().servers()).containsExactly("localhost:8124");
        assertThat(bound(Map.of()).address().context()).isEqualTo("default");
        assertThat(bound(Map.of()).address().token()).isNull();
        assertThat(bound(Map.of()).address().tls()).isFalse();
    }

    @Test
    void serversAreSeparatedByCommas() {
        assertThat(bound(Map.of("servers", "one:8124,two:9000")).address().servers())
                .isEqualTo(List.of("one:8124", "two:9000"));
    }

    @Test
    void theTokenMayComeFromAFileAndIsNeverPrinted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "s3cret\n");
        for (AxonServerSettings settings :
                List.of(bound(Map.of("token-file", file.toString())), bound(Map.of("token", "s3cret")))) {
            assertThat(settings.address().token()).isEqualTo("s3cret");
            assertThat(settings + " " + settings.address()).doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"axon", "axon:port", "http://axon:8124", "axon:8124 two:8124"})
    void aServerIsHostAndPort(String server) {
        assertThatThrownBy(() -> bound(Map.of("servers", server)))
                .rootCause()
                .hasMessageContaining("devicetrail.axon-server.servers: each must be host:port");
    }
}
