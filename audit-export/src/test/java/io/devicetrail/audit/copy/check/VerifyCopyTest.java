package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenCopy;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.trail.TrailFilter;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check as a program: in a JVM without Spring, event store, servlets or a database's driver, by its exit codes. */
class VerifyCopyTest {
    private static final List<String> LEFT_OUT = List.of(
            "spring", "tomcat", "axon-eventsourcing", "axon-modelling", "jakarta", "postgres", "junit", "logback");

    @TempDir
    Path home;

    @TempDir
    Path place;

    private Path copy;
    private Path keys;

    private record Said(int exit, String text) {}

    @BeforeEach
    void export() throws Exception {
        ProvenLog proven = ProvenLog.of(ProvenLog.everyEvent(), home);
        copy = place.resolve("copy");
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
        keys = place.resolve("keys");
        Files.write(keys, proven.keys().stream().map(VerifierKey::text).toList());
    }

    @Test
    @Requirement("11.10(c)")
    void itNeedsNothingButTheFolderAndTheKeys() throws Exception {
        assertThat(run(copy.toString(), "--key", keys.toString())).satisfies(said -> {
            assertThat(said.text()).endsWith("Nothing differs.\n");
            assertThat(said.exit()).isZero();
        });
    }

    @Test
    void withoutKeysNothingIsProven() throws Exception {
        assertThat(run(copy.toString())).satisfies(said -> {
            assertThat(said.text()).contains("Give --key");
            assertThat(said.exit()).isEqualTo(3);
        });
    }

    @Test
    void itsExitCodesTellWhatDiffersFromWhatCannotBeTold() throws Exception {
        Path old = Files.createDirectory(place.resolve("old"));
        WrittenCopy.in(old);
        assertThat(run(old.toString()).exit()).isEqualTo(3);
        assertThat(run(place.resolve("nowhere").toString()).exit()).isEqualTo(2);
        assertThat(run().text()).isEqualTo("usage: FOLDER [--key FILE]\n");
        Files.delete(copy.resolve("ledger-leaves.bin"));
        assertThat(run(copy.toString())).satisfies(said -> {
            assertThat(said.text()).contains("ledger-leaves.bin is missing\n");
            assertThat(said.exit()).isEqualTo(1);
        });
    }

    private static Said run(String... arguments) throws Exception {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String few = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> LEFT_OUT.stream()
                        .noneMatch(part ->
                                String.valueOf(Path.of(entry).getFileName()).contains(part)))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                few,
                VerifyCopy.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
