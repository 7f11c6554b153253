package io.devicetrail.app.cli;

import static org.awaitility.Awaitility.await;

import io.devicetrail.app.embedded.Home;
import io.devicetrail.app.embedded.Parts;
import io.devicetrail.app.embedded.PostgresPart;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.app.embedded.Progress;
import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.app.wiring.LogEntrySource;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A home with PostgreSQL alone: the log is written by SQL, by its superuser, and followed by the real tailer. */
final class LedgerHome implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path home;
    private final Home held;
    private final PostgresPart postgres;
    private final JdbcClient superuser;

    LedgerHome() throws IOException {
        home = Files.createTempDirectory("devicetrail-verify");
        Settings settings = Settings.load(home, TestInstance.settings());
        held = Home.open(settings.home(), settings.chosen().minimumFreeDisk());
        postgres = Parts.postgresAlone(settings, held, Progress.SILENT);
        PostgresRoles roles = postgres.roles();
        Flyway.configure()
                .dataSource(roles.url(), PostgresRoles.OWNER, roles.ownerPassword())
                .locations("classpath:db/migration")
                .placeholders(Map.of("appRole", PostgresRoles.APPLICATION))
                .load()
                .migrate();
        String password =
                Files.readString(home.resolve("secrets/postgres-superuser")).strip();
        superuser = JdbcClient.create(new DriverManagerDataSource(roles.url(), "postgres", password));
        superuser.sql("alter table log.event disable trigger append_only").update();
    }

    Path path() {
        return home;
    }

    JdbcClient superuser() {
        return superuser;
    }

    void grow(int count) {
        superuser.sql("""
                        insert into log.event select n, 'Device', 'device-' || n, 0, gen_random_uuid()::text, 'command-' || n, 0,
                            'device.DeviceTagged', 1, now(), convert_to('{"device":"d-' || n || '","value":1.50}', 'UTF8'),
                            convert_to('{"tenant":"acme","actorId":"anna"}', 'UTF8')
                        from generate_series((select coalesce(max(index), -1) + 1 from log.event),
                            (select coalesce(max(index), -1) + :count from log.event)) n""").param("count", count).update();
    }

    /** The event that hands the ledger over to new keys of this home. */
    void rotate(LedgerKeyring keys) throws IOException {
        LedgerKeyring.Succession succession = keys.succession(null);
        String payload = JSON.writeValueAsString(Map.of(
                "ledger", succession.from().origin(),
                "from",
                        succession.from().verifiers().stream()
                                .map(key -> key.text())
                                .toList(),
                "to",
                        succession.to().verifiers().stream()
                                .map(key -> key.text())
                                .toList()));
        superuser.sql("""
                        insert into log.event select n, 'ledger', 'ledger-' || n, 0, gen_random_uuid()::text, 'command-' || n, 0,
                            'ledger.LedgerKeyRotated', 1, now(), convert_to(:payload, 'UTF8'),
                            convert_to('{"tenant":"installation","actorId":"anna"}', 'UTF8')
                        from (select coalesce(max(index), -1) + 1 as n from log.event) as next""").param("payload", payload).update();
    }

    long events() {
        return superuser.sql("select count(*) from log.event").query(Long.class).single();
    }

    LedgerKeyring keys() throws IOException {
        return LedgerKeyring.in(home.resolve("secrets"), null);
    }

    LedgerTailer tailer(LedgerKeyring keys) throws IOException {
        PostgresRoles roles = postgres.roles();
        LogEntrySource log = new LogEntrySource(
                new DriverManagerDataSource(roles.url(), PostgresRoles.APPLICATION, roles.applicationPassword()));
        return LedgerTailer.start(home.resolve("ledger"), home.resolve("secrets"), keys, log, Clock.systemUTC());
    }

    /** Brings the ledger up to the log. */
    void follow() throws IOException {
        long events = events();
        try (LedgerTailer tailer = tailer(keys())) {
            await().until(() -> tailer.status().size() == events);
        }
    }

    /** What the command answered. */
    record Said(int exit, JsonNode answer) {
        List<Long> indexes() {
            List<Long> indexes = new ArrayList<>();
            answer.path("findings")
                    .forEach(finding -> indexes.add(finding.path("index").asLong()));
            return indexes;
        }
    }

    /** The command line's own {@code verify}, in this process. */
    Said verify(String... more) {
        Printed printed = run(Stream.concat(Stream.of("--json"), Stream.of(more)));
        return new Said(printed.exit(), JSON.readTree(printed.text()));
    }

    /** What people read of it. */
    String lines(String... more) {
        return run(Stream.of(more)).text();
    }

    private record Printed(int exit, String text) {}

    private Printed run(Stream<String> more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "verify",
                                "--home",
                                home.toString(),
                                "--set",
                                "devicetrail.postgres.url=" + postgres.roles().url(),
                                "--set",
                                "devicetrail.postgres.password="
                                        + postgres.roles().applicationPassword()),
                        more)
                .toArray(String[]::new);
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            int exit = CommandLineInterface.run(arguments);
            return new Printed(exit, caught.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    @Override
    public void close() {
        postgres.close();
        held.close();
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException remains) {
            throw new UncheckedIOException(remains);
        }
    }
}
