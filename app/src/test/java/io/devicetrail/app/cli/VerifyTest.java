package io.devicetrail.app.cli;

import static io.devicetrail.audit.verify.Verdict.Finding.NOT_OF_AN_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.LedgerHome.Said;
import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * What the database's superuser, or someone with the home's files, can do to the past, and the index at which
 * {@code devicetrail verify} finds it. The log is written by SQL and followed by the real tailer.
 */
@Requirement("11.10(a)")
class VerifyTest {
    private static final int EVENTS = 600;

    private static LedgerHome ledger;
    private static Path home;
    private static JdbcClient superuser;

    @BeforeAll
    static void aHomeWithALogAndItsLedger() throws IOException {
        ledger = new LedgerHome();
        home = ledger.path();
        superuser = ledger.superuser();
        ledger.grow(EVENTS);
        ledger.follow();
    }

    @AfterAll
    static void remove() {
        ledger.close();
    }

    private static Said verify(String... more) {
        return ledger.verify(more);
    }

    /** Name of the act, statements that do it, statements that undo it, and the first index that must be named. */
    private record Act(String name, List<String> doing, List<String> undoing, long index) {}

    private static final List<Act> SUPERUSER = List.of(
            new Act(
                    "one flipped bit of a payload",
                    List.of(
                            "update log.event set payload = set_bit(payload, 90, 1 - get_bit(payload, 90)) where index = 421"),
                    List.of(
                            "update log.event set payload = set_bit(payload, 90, 1 - get_bit(payload, 90)) where index = 421"),
                    421),
            new Act(
                    "a space that changes no meaning",
                    List.of("update log.event set metadata = metadata || ' '::bytea where index = 3"),
                    List.of(
                            "update log.event set metadata = substr(metadata, 1, length(metadata) - 1) where index = 3"),
                    3),
            new Act(
                    "another time of recording",
                    List.of(
                            "update log.event set recorded_at = recorded_at - interval '1 microsecond' where index = 255"),
                    List.of(
                            "update log.event set recorded_at = recorded_at + interval '1 microsecond' where index = 255"),
                    255),
            new Act(
                    "another command",
                    List.of("update log.event set command_id = 'x' where index = 256"),
                    List.of("update log.event set command_id = 'command-256' where index = 256"),
                    256),
            new Act(
                    "a deleted row",
                    List.of(
                            "create table public.kept as select * from log.event where index = 100",
                            "delete from log.event where index = 100"),
                    List.of("insert into log.event select * from public.kept", "drop table public.kept"),
                    100),
            new Act(
                    "a swapped pair",
                    List.of(
                            "update log.event set index = 1000000000 where index = 17",
                            "update log.event set index = 17 where index = 18",
                            "update log.event set index = 18 where index = 1000000000"),
                    List.of(
                            "update log.event set index = 1000000000 where index = 17",
                            "update log.event set index = 17 where index = 18",
                            "update log.event set index = 18 where index = 1000000000"),
                    17),
            new Act(
                    "a truncated tail",
                    List.of(
                            "create table public.kept as select * from log.event where index >= 590",
                            "delete from log.event where index >= 590"),
                    List.of("insert into log.event select * from public.kept", "drop table public.kept"),
                    590));

    @Test
    void whatTheSuperuserDoesToTheLogIsNamedByIndex() {
        assertThat(verify().exit()).as("nothing was touched").isZero();
        for (Act act : SUPERUSER) {
            act.doing().forEach(sql -> superuser.sql(sql).update());
            Said said = verify();
            act.undoing().forEach(sql -> superuser.sql(sql).update());
            assertThat(said.exit()).as(act.name()).isEqualTo(1);
            assertThat(said.indexes()).as(act.name()).first().isEqualTo(act.index());
            assertThat(verify().exit()).as("after undoing %s", act.name()).isZero();
        }
    }

    /** What is put in between, so that commands read another log than {@code verify}: each row that this reads is right. */
    private static final List<Act> BETWEEN = List.of(
            new Act(
                    "log.event is a view",
                    List.of(
                            "alter table log.event rename to event_before",
                            "create view log.event as select * from log.event_before"
                                    + " where current_query() like '%nth - lower%' or index <> 421",
                            "grant select, insert on log.event to " + PostgresRoles.APPLICATION),
                    List.of("drop view log.event", "alter table log.event_before rename to event"),
                    NOT_OF_AN_EVENT),
            new Act(
                    "log.event has row-level security",
                    List.of(
                            "alter table log.event enable row level security",
                            "create policy chosen on log.event using"
                                    + " (current_query() like '%nth - lower%' or index <> 421)"),
                    List.of("drop policy chosen on log.event", "alter table log.event disable row level security"),
                    NOT_OF_AN_EVENT),
            new Act(
                    "log.event has the policy chosen",
                    List.of("create policy chosen on log.event using (true)"),
                    List.of("drop policy chosen on log.event"),
                    NOT_OF_AN_EVENT),
            new Act(
                    "log.event has the rule lost",
                    List.of("create rule lost as on insert to log.event do instead nothing"),
                    List.of("drop rule lost on log.event"),
                    NOT_OF_AN_EVENT),
            new Act(
                    "log.event has the trigger other",
                    List.of(
                            "create function public.other() returns trigger language plpgsql as"
                                    + " $$ begin return null; end $$",
                            "create trigger other before insert on log.event for each row"
                                    + " execute function public.other()"),
                    List.of("drop trigger other on log.event", "drop function public.other()"),
                    NOT_OF_AN_EVENT));

    @Test
    void whatMayShowOthersAnotherLogIsNamed() {
        for (Act act : BETWEEN) {
            act.doing().forEach(sql -> superuser.sql(sql).update());
            Said said = verify();
            act.undoing().forEach(sql -> superuser.sql(sql).update());
            assertThat(said.exit()).as(act.name()).isEqualTo(1);
            assertThat(said.indexes()).as(act.name()).containsOnly(act.index());
            assertThat(said.answer().path("findings").get(0).path("what").asString())
                    .isEqualTo("the log may show others something else: " + act.name());
            assertThat(verify().exit()).as("after undoing %s", act.name()).isZero();
        }
    }

    /** Decoys at low indexes must not keep the one that counts from being named. */
    @Test
    void whatIsBehindHundredsOfOthersIsNamedToProgramsAndCountedForPeople() {
        String decoys = "index < 400 and index % 2 = 0 or index = 421";
        changeMeaningless(decoys);
        Said said = verify();
        String lines = ledger.lines();
        undo(decoys);
        assertThat(said.indexes()).hasSize(201).endsWith(421L);
        assertThat(said.answer().path("found").asLong()).isEqualTo(201);
        assertThat(lines).contains("… and 101 more; verify --json names each", "201 differences.");

        changeMeaningless("index between 100 and 299 or index = 421");
        String neighbours = ledger.lines();
        undo("index between 100 and 299 or index = 421");
        assertThat(neighbours)
                .contains(
                        "events 100 to 299: the log holds something else than the ledger",
                        "event 421: the log holds something else than the ledger");
        assertThat(verify().exit()).isZero();
    }

    private static void changeMeaningless(String which) {
        superuser
                .sql("update log.event set metadata = metadata || ' '::bytea where " + which)
                .update();
    }

    private static void undo(String which) {
        superuser
                .sql("update log.event set metadata = substr(metadata, 1, length(metadata) - 1) where " + which)
                .update();
    }

    /** Whoever reads a device by its id would see it; whoever reads the log in order would not. */
    @Test
    void aRowWhereNoEventCanBeIsRefusedAndFound() {
        String hidden = "insert into log.event select -7, aggregate_type, aggregate_id, sequence + 1000, 'x', 'hidden',"
                + " 0, name, revision, recorded_at, payload, metadata from log.event where index = 5";
        assertThatThrownBy(() -> superuser.sql(hidden).update()).hasMessageContaining("event_index_from_zero");
        superuser
                .sql("alter table log.event drop constraint event_index_from_zero")
                .update();
        superuser.sql(hidden).update();
        Said said = verify();
        superuser.sql("delete from log.event where index < 0").update();
        superuser
                .sql("alter table log.event add constraint event_index_from_zero check (index >= 0) not valid")
                .update();
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.answer().path("findings").get(0).path("what").asString())
                .isEqualTo("the log holds a row at index -7, where no event can be");
        assertThat(verify().exit()).isZero();
    }

    @Test
    void aRowPutBehindTheCheckpointIsNamedAndSoIsHowMuchIsNotCovered() {
        superuser
                .sql("insert into log.event select index + 1000, aggregate_type, aggregate_id, sequence + 1000, 'x',"
                        + " 'late', 0, name, revision, recorded_at, payload, metadata from log.event where index = 5")
                .update();
        Said said = verify();
        superuser.sql("delete from log.event where command_id = 'late'").update();
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.answer().path("findings").get(0).path("what").asString())
                .isEqualTo("the log goes on with event 1005");
        assertThat(said.answer().path("notCovered").asLong()).isPositive();
        assertThat(verify().answer().path("notCovered").asLong()).isZero();
    }

    @Test
    void whatCannotBeToldIsNotTakenForADifference() throws IOException {
        assertThat(verify("--witness", home.resolve("nowhere").toString()).exit())
                .isEqualTo(2);
        assertThat(verify("--url", "http://127.0.0.1:9", "--key", keysFile().toString())
                        .exit())
                .as("a server that refuses")
                .isEqualTo(2);
        assertThat(verify("--key", home.resolve("ledger/checkpoint").toString()).exit())
                .isEqualTo(2);
    }

    @Test
    void editedAndRestoredFilesAreNamedByIndex() throws IOException {
        for (String tile : List.of("tile/0/001", "tile/entries/001")) {
            Path file = home.resolve("ledger").resolve(tile);
            byte[] right = Files.readAllBytes(file);
            byte[] bent = right.clone();
            bent[40] ^= 1;
            Files.write(file, bent);
            Said said = verify();
            Files.write(file, right);
            assertThat(said.exit()).as(tile).isEqualTo(1);
            assertThat(said.indexes().getFirst()).as(tile).isBetween(256L, 257L);
        }
        assertThat(verify().exit()).isZero();
    }

    /** The whole past is put back to yesterday, and other things happen from there on. */
    @Test
    void aRestoredBackupIsFoundWhereItParts() throws IOException {
        Path backup = home.resolve("backup");
        FileSystemUtils.copyRecursively(home.resolve("ledger"), backup);
        superuser.sql("create table public.backup as select * from log.event").update();
        long size = superuser
                .sql("select count(*) from log.event")
                .query(Long.class)
                .single();
        ledger.grow(40);
        ledger.follow();
        Path today = home.resolve("today");
        FileSystemUtils.copyRecursively(home.resolve("ledger"), today);
        superuser.sql("create table public.today as select * from log.event").update();

        FileSystemUtils.deleteRecursively(home.resolve("ledger"));
        FileSystemUtils.copyRecursively(backup, home.resolve("ledger"));
        Said files = verify();
        assertThat(files.exit()).as("files of yesterday").isEqualTo(1);
        assertThat(files.indexes()).containsExactly(size);

        superuser.sql("truncate log.event").update();
        superuser.sql("insert into log.event select * from public.backup").update();
        ledger.grow(50);
        Said everything = verify();
        assertThat(everything.exit())
                .as("files and log of yesterday, gone on from there")
                .isEqualTo(1);
        assertThat(everything.indexes()).containsExactly(size);

        FileSystemUtils.deleteRecursively(home.resolve("ledger"));
        Said none = verify();
        assertThat(none.exit()).as("no files at all").isEqualTo(1);

        FileSystemUtils.copyRecursively(today, home.resolve("ledger"));
        superuser.sql("truncate log.event").update();
        superuser.sql("insert into log.event select * from public.today").update();
        assertThat(verify().exit()).as("today's again").isZero();
    }

    private static Path keysFile() throws IOException {
        return Files.write(
                home.resolve("keys-in-force"),
                LedgerKeyring.verifiersIn(home.resolve("secrets")).stream()
                        .map(VerifierKey::text)
                        .toList());
    }

    @Test
    @Requirement("Annex 11 s.17")
    void aCopyOfTheFolderIsVerifiedWithTheKeysAloneAndNeverWithout() throws IOException {
        Path keys = home.resolve("keys");
        Files.write(
                keys,
                LedgerKeyring.verifiersIn(home.resolve("secrets")).stream()
                        .map(VerifierKey::text)
                        .toList());
        Path copy = home.resolve("copy");
        FileSystemUtils.copyRecursively(home.resolve("ledger"), copy);
        Path receipt = home.resolve("kept");
        Files.copy(copy.resolve("checkpoint"), receipt);

        String[] right = {copy.toString(), "--key", keys.toString(), "--earlier", receipt.toString()};
        assertThat(verify(right).exit()).isZero();
        assertThat(verify(copy.toString()).exit()).as("without keys").isEqualTo(2);
        Said unwitnessed = verify(copy.toString(), "--key", keys.toString(), "--witness", keys.toString());
        assertThat(unwitnessed.exit()).isEqualTo(1);
        assertThat(unwitnessed.answer().path("findings").get(0).path("what").asString())
                .isEqualTo("there is no cosigned checkpoint");
        byte[] tile = Files.readAllBytes(copy.resolve("tile/0/000"));
        tile[7] ^= 1;
        Files.write(copy.resolve("tile/0/000"), tile);
        assertThat(verify(right).exit()).isEqualTo(1);
    }
}
