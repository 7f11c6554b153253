package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path home;

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
        Files.writeString(home.resolve(Settings.FILE), """
                devicetrail.http.port=9001
                devicetrail.postgres.port=9002
                devicetrail.start-timeout=7s
                """);
        Settings settings = Settings.load(home, Map.of("devicetrail.http.port", "9100"));
        assertThat(settings.chosen().http().port()).isEqualTo(9100);
        assertThat(settings.chosen().postgres().port()).isEqualTo(9002);
        assertThat(settings.chosen().startTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.chosen().mqtt().port()).isEqualTo(8883);
        assertThat(settings.chosen().bindAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void aValueOfTheWrongKindIsNamed() {
        assertThatThrownBy(() -> Settings.load(home, Map.of("devicetrail.http.port", "many")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Setting devicetrail.http.port cannot be 'many'");
    }

    @Test
    void anEventStoreThatIsNoneIsNamed() {
        assertThat(Settings.load(home, Map.of()).chosen().eventStore().setting())
                .isEqualTo("postgresql");
        assertThat(Settings.load(home, Map.of("devicetrail.event-store", "axon-server"))
                        .chosen()
                        .eventStore()
                        .setting())
                .isEqualTo("axon-server");
        assertThatThrownBy(() -> Settings.load(home, Map.of("devicetrail.event-store", "oracle")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Setting devicetrail.event-store cannot be 'oracle'");
    }

    @Test
    void aPortOutOfRangeIsNamedAsASetting() {
        assertThatThrownBy(() -> Ports.claim("devicetrail.http.port", "127.0.0.1", 99_999))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Setting devicetrail.http.port cannot be '99999'");
    }

    @Test
    void aPasswordMayComeFromAFileAndIsNeverPrinted() throws IOException {
        Path file = Files.writeString(home.resolve("password"), "s3cret\n");
        Settings.Postgres postgres = Settings.load(
                        home,
                        Map.of(
                                "devicetrail.postgres.password-file",
                                file.toString(),
                                "devicetrail.postgres.owner-password",
                                "0wner"))
                .chosen()
                .postgres();
        assertThat(postgres.passwordValue()).isEqualTo("s3cret");
        assertThat(postgres.ownerPasswordValue()).isEqualTo("0wner");
        assertThat(postgres.toString()).doesNotContain("s3cret", "0wner");
    }
}
