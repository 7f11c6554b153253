package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenCopy;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.trail.TrailFilter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program takes, and by which exit code it answers. */
class VerifyCopyTest {
    @TempDir
    Path home;

    @TempDir
    Path place;

    private record Said(int exit, String text) {}

    @Test
    void itsExitCodesTellWhatDiffersFromWhatCannotBeTold() throws Exception {
        ProvenLog proven = ProvenLog.of(ProvenLog.everyEvent(), home);
        Path copy = place.resolve("copy");
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
        Path keys = place.resolve("keys");
        Files.write(keys, proven.keys().stream().map(VerifierKey::text).toList());

        assertThat(run("--key", keys.toString(), copy.toString())).isEqualTo(run(copy.toString(), "--key", "" + keys));
        assertThat(run(copy.toString(), "--key", keys.toString())).satisfies(said -> {
            assertThat(said.text()).endsWith("Nothing differs.\n");
            assertThat(said.exit()).isZero();
        });
        Files.delete(copy.resolve("ledger-leaves.bin"));
        assertThat(run(copy.toString())).satisfies(said -> {
            assertThat(said.text()).contains("ledger-leaves.bin is missing\n");
            assertThat(said.exit()).isEqualTo(1);
        });
    }

    @Test
    void aCopyOfTheFirstFormatIsWholeAndNotProven() throws Exception {
        WrittenCopy.in(place);
        assertThat(run(place.toString()).exit()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereOrNoKeyIsSaidInALine() throws Exception {
        Path nowhere = place.resolve("nowhere");
        assertThat(run(nowhere.toString()))
                .isEqualTo(new Said(2, "cannot verify: there is no file " + nowhere.resolve("manifest.json") + "\n"));
        assertThat(run(place.toString(), "--key", nowhere.toString()))
                .isEqualTo(new Said(2, "cannot verify: there is no file " + nowhere + "\n"));
        Path empty = Files.createFile(place.resolve("empty"));
        assertThat(run(place.toString(), "--witness", empty.toString()))
                .isEqualTo(new Said(2, "cannot verify: no public keys are in " + empty + "\n"));
        assertThat(run(place.toString(), "--authority", empty.toString()))
                .isEqualTo(new Said(2, "cannot verify: no certificates are in " + empty + "\n"));
        Path noKey = Files.writeString(place.resolve("no-key"), "ledger.example\n");
        assertThat(run(place.toString(), "--key", noKey.toString())).satisfies(said -> {
            assertThat(said.text()).startsWith("cannot verify: ");
            assertThat(said.exit()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--key", "copy --key", "copy other", "copy --keys file", "copy --key one --key two"})
    void whatItDoesNotTakeIsAnsweredWithHowItIsUsed(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(new Said(
                        2,
                        "usage: java -jar devicetrail-verify.jar COPY [--key FILE] [--witness FILE]"
                                + " [--authority FILE]; --help tells more\n"));
    }

    @Test
    void itsHelpTellsTheExitCodes() {
        for (String asked : List.of("--help", "-h")) {
            assertThat(run("copy", asked)).satisfies(said -> {
                assertThat(said.text())
                        .contains("\n  0  what was checked is right", "\n  1  ", "\n  2  ", "\n  3  ")
                        .contains("--key FILE", "--witness FILE", "--authority FILE");
                assertThat(said.exit()).isZero();
            });
        }
        assertThat(run("--version").exit()).isZero();
    }

    private static Said run(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        int exit = VerifyCopy.run(List.of(arguments), both, both);
        return new Said(exit, said.toString(StandardCharsets.UTF_8));
    }
}
