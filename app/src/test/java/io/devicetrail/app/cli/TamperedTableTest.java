package io.devicetrail.app.cli;

import static io.devicetrail.audit.verify.Verdict.Finding.NOT_OF_AN_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.LedgerHome.Said;
import io.devicetrail.app.embedded.PostgresRoles;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database's superuser can do to the table itself, so that reading it fails or gives more than it held. */
@Requirement("11.10(a)")
class TamperedTableTest {
    private static final int EVENTS = 600;

    private static LedgerHome ledger;
    private static JdbcClient superuser;

    @BeforeAll
    static void aHomeWithALogAndItsLedger() throws IOException {
        ledger = new LedgerHome();
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

    private static String what(Said said, int finding) {
        return said.answer().path("findings").get(finding).path("what").asString();
    }

    private static void changeMeaningless(int index) {
        superuser
                .sql("update log.event set metadata = metadata || ' '::bytea where index = ?")
                .param(index)
                .update();
    }

    private static void undo(int index) {
        superuser
                .sql("update log.event set metadata = substr(metadata, 1, length(metadata) - 1) where index = ?")
                .param(index)
                .update();
    }

    /** A damaged page, a value that its type cannot take: the database answers, but not about this row. */
    @Test
    void aRowThatCannotBeReadIsNamedAndTheRestIsComparedAllTheSame() {
        changeMeaningless(500);
        revisionReadAs("case when index = 421 then ('x' || index)::int else revision end");
        Said said = verify();
        Said signatures = verify("--signatures");
        revisionReadAgain();
        undo(500);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.indexes()).containsExactly(NOT_OF_AN_EVENT, 421L, 500L);
        assertThat(what(said, 0)).isEqualTo("the log may show others something else: log.event is a view");
        assertThat(what(said, 1)).isEqualTo("its row in the log cannot be read: SQLSTATE 22P02");
        assertThat(signatures.exit()).isEqualTo(1);
        assertThat(signatures.answer().at("/signatures/findings").size()).isEqualTo(1);
        assertThat(signatures.answer().at("/signatures/findings/0/index").asLong())
                .isEqualTo(421);
        assertThat(verify().exit()).isZero();
    }

    @Test
    void aRowBehindTheCheckpointThatCannotBeReadIsNamedToo() {
        ledger.grow(10);
        revisionReadAs("case when index = 605 then ('x' || index)::int else revision end");
        Said said = verify();
        revisionReadAgain();
        superuser.sql("delete from log.event where index >= " + EVENTS).update();
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.indexes()).containsExactly(NOT_OF_AN_EVENT, 605L);
        assertThat(said.answer().path("notCovered").asLong()).isEqualTo(9);
        assertThat(verify().exit()).isZero();
    }

    @Test
    void whatWasFoundIsToldAlsoWhereTheLogGoesAwayInTheMiddle() {
        changeMeaningless(3);
        superuser.sql("""
                        create function public.gone(index bigint) returns int stable language plpgsql as $$
                        begin raise exception 'no more' using errcode = '57P03'; end $$""").update();
        revisionReadAs("case when index = 560 then public.gone(index) else revision end");
        Said said = verify();
        String lines = ledger.lines();
        revisionReadAgain();
        superuser.sql("drop function public.gone").update();
        undo(3);
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.indexes()).containsExactly(NOT_OF_AN_EVENT, 3L);
        assertThat(said.answer().path("finished").asBoolean(true)).isFalse();
        assertThat(lines)
                .contains("event 3: the log holds something else than the ledger")
                .endsWith(
                        "The check did not get to the end: 2 differences by then, and nothing is known of the rest.\n");
        assertThat(verify().exit()).isZero();
    }

    /** Somebody with the rights of the owner puts a view in the table's place. */
    private static void revisionReadAs(String expression) {
        superuser.sql("alter table log.event rename to event_kept").update();
        superuser
                .sql("create view log.event as select index, aggregate_type, aggregate_id, sequence, event_id,"
                        + " command_id, command_ordinal, name, " + expression
                        + " as revision, recorded_at, payload, metadata from log.event_kept")
                .update();
        superuser
                .sql("grant select on log.event to " + PostgresRoles.APPLICATION)
                .update();
    }

    private static void revisionReadAgain() {
        superuser.sql("drop view log.event").update();
        superuser.sql("alter table log.event_kept rename to event").update();
    }

    /** Which of the two somebody is shown is chance. */
    @Test
    void aSecondRowOfAnIndexIsNamedWhereverItStands() {
        superuser.sql("alter table log.event drop constraint event_pkey").update();
        for (long index : new long[] {0, 100, 255, 256, 599}) {
            superuser
                    .sql(
                            "insert into log.event select index, aggregate_type, aggregate_id, sequence + 1000, 'x',"
                                    + " 'twin', 0, name, revision, recorded_at, payload, metadata from log.event where index = ?")
                    .param(index)
                    .update();
            Said said = verify();
            superuser.sql("delete from log.event where command_id = 'twin'").update();
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.indexes()).containsExactly(index);
            assertThat(what(said, 0)).isEqualTo("it is there twice in the log");
        }
        superuser
                .sql("alter table log.event add constraint event_pkey primary key (index)")
                .update();
        assertThat(verify().exit()).isZero();
    }
}
