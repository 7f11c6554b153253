package io.devicetrail.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class HomeTest {
    private static final DataSize LITTLE = DataSize.ofMegabytes(1);

    @TempDir
    private Path folder;

    @Test
    void isHeldByOneAtATime() {
        try (Home held = Home.open(folder, LITTLE)) {
            assertThatThrownBy(() -> Home.open(folder, LITTLE))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("Devicetrail is already running on the home " + held.root());
        }
        Home.open(folder, LITTLE).close();
    }

    @Test
    void refusesADiskWithTooLittleSpace() {
        assertThatThrownBy(() -> Home.open(folder, DataSize.ofTerabytes(900)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("MB are free on the disk of");
    }

    @Test
    void refusesAPlaceThatIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Home.open(file.resolve("home"), LITTLE))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void makesASecretOnceAndForItsOwnerAlone() throws IOException {
        try (Home home = Home.open(folder, LITTLE)) {
            String first = home.secret("some");
            assertThat(first).hasSize(48).isEqualTo(home.secret("some")).isNotEqualTo(home.secret("other"));
            Path secrets = home.root().resolve("secrets");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve("some"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void onlyTheOwnerLooksIntoIt() throws IOException {
        try (Home home = Home.open(folder, LITTLE)) {
            for (Path each : new Path[] {
                home.logs(), home.privateFolder("broker"), home.root().resolve("secrets")
            }) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as("%s", each)
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void aSecretThatWasNeverFinishedIsForgotten() throws IOException {
        Home.open(folder, LITTLE).close();
        Path unfinished = Files.createFile(folder.resolve("secrets/postgres-app123.new"));
        try (Home home = Home.open(folder, LITTLE)) {
            assertThat(unfinished).doesNotExist();
            String secret = home.secret("postgres-app");
            assertThat(secret).hasSize(48).isEqualTo(home.secret("postgres-app"));
        }
    }
}
