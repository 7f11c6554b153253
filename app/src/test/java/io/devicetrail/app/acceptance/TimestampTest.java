package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.cli.CommandLineInterface;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.StampAuthority;
import io.devicetrail.app.instance.TestInstance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The running ledger is stamped by an authority of its settings, and the command line tells how far that goes. */
class TimestampTest {
    private static final Pattern COVERED = Pattern.compile("time-stamp covers (\\d+) of (\\d+) events, at (\\S+)");

    private final Api api = Api.shared();

    @TempDir
    Path folder;

    private record Said(int exit, String text) {}

    @AfterEach
    void shut() {
        TestInstance.authority().shut();
    }

    private static Said verify(List<String> arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            List<String> all = new ArrayList<>(List.of("verify"));
            all.addAll(arguments);
            int exit = CommandLineInterface.run(all.toArray(String[]::new));
            return new Said(exit, caught.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private long stamped() {
        return api.get("/ledger/timestamps")
                .body()
                .lines()
                .filter(line -> line.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    private long head() {
        return api.database()
                .sql("select max(index) from log.event")
                .query(Long.class)
                .single();
    }

    @Test
    void whatTheAuthorityHasStampedIsToldByTheCommandLineFromInsideAndFromOutside() throws IOException {
        assumeThat(StampAuthority.isThere()).as("openssl is not installed").isTrue();
        Instant begun = Instant.parse(api.database()
                .sql("select to_char(now() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
                .query(String.class)
                .single());
        Path certificate = TestInstance.authority().open(Files.createDirectory(folder.resolve("authority")));
        Plant.of(api, "stamped");
        long mine = head();
        await().until(() -> stamped() > mine);

        Path keys = folder.resolve("keys");
        Files.writeString(keys, api.get("/ledger/key").body());
        List<String> home = List.of("--home", api.instance().home().toString());
        List<String> outside = List.of(
                "--url",
                api.instance().addresses().http(),
                "--key",
                keys.toString(),
                "--token-file",
                Cast.AUDITOR.tokenFile());
        for (List<String> from : List.of(home, outside)) {
            List<String> asked = new ArrayList<>(from);
            asked.addAll(List.of("--authority", certificate.toString()));
            Said said = verify(asked);
            assertThat(said.exit()).as(said.text()).isZero();
            Matcher covered = COVERED.matcher(said.text());
            assertThat(covered.find()).as(said.text()).isTrue();
            assertThat(Long.parseLong(covered.group(1))).isGreaterThan(mine);
            assertThat(Instant.parse(covered.group(3))).isAfterOrEqualTo(begun.minusSeconds(1));
        }

        Path copy = folder.resolve("copy");
        List<String> export = new ArrayList<>(List.of("export"));
        export.addAll(home);
        export.addAll(
                List.of("--tenant", "stamped", "--out", copy.toString(), "--token-file", Cast.AUDITOR.tokenFile()));
        assertThat(CommandLineInterface.run(export.toArray(String[]::new))).isZero();
        List<String> exported = List.of(copy.toString(), "--key", keys.toString());
        List<String> withAuthority = new ArrayList<>(exported);
        withAuthority.addAll(List.of("--authority", certificate.toString()));
        Said proven = verify(withAuthority);
        assertThat(proven.exit()).as(proven.text()).isZero();
        assertThat(proven.text()).contains("ledger-timestamp.txt: there at ").endsWith("Nothing differs.\n");
        assertThat(verify(exported).text())
                .contains("ledger-timestamp.tsr: was not checked")
                .endsWith("Not proven: ledger-timestamp.tsr.\n");

        Path stranger = StampAuthority.certificate(Files.createDirectory(folder.resolve("stranger")));
        List<String> strangers = new ArrayList<>(outside);
        strangers.addAll(List.of("--authority", stranger.toString()));
        Said refused = verify(strangers);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("no trusted authority vouches").doesNotContain("time-stamp covers");
    }
}
