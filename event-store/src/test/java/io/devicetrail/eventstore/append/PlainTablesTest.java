package io.devicetrail.eventstore.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a superuser can put between the log and who reads it is named. */
class PlainTablesTest {
    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    /** As the application's role, whose rights must be enough to see it. */
    private List<String> after(String... acts) throws SQLException {
        for (String act : acts) {
            LogDatabase.execute(database.owner(), act);
        }
        return PlainTables.departures(database.app());
    }

    @Test
    void whatTheMigrationsMakeIsPlain() throws SQLException {
        assertThat(after()).isEmpty();
        assertThat(after("alter table log.event disable trigger append_only")).isEmpty();
        assertThat(after("create index more on log.event (name)")).isEmpty();
    }

    @Test
    void aViewInTheTablesPlaceIsNamed() throws SQLException {
        assertThat(after(
                        "alter table log.event rename to event_before",
                        "create view log.event as select * from log.event_before"
                                + " where current_query() like '%nth - lower%' or index <> 421"))
                .containsExactly("log.event is a view");
    }

    @Test
    void aTableThatIsOfAnotherKindIsNamed() throws SQLException {
        assertThat(after("alter table log.event rename to event_before")).containsExactly("log.event is not there");
        assertThat(after("create unlogged table log.event (like log.event_before)"))
                .containsExactly("log.event is not permanent");
        assertThat(after("drop table log.event", "create materialized view log.event as table log.event_before"))
                .containsExactly("log.event is a materialized view");
        assertThat(after(
                        "drop materialized view log.event",
                        "create table log.event (like log.event_before) partition by range (index)"))
                .containsExactly("log.event is a partitioned table");
    }

    @Test
    void rowLevelSecurityAndItsPolicyAreNamed() throws SQLException {
        assertThat(after("create policy chosen on log.event using (current_setting('application_name') = 'x')"))
                .containsExactly("log.event has the policy chosen");
        assertThat(after("alter table log.event enable row level security"))
                .containsExactly("log.event has row-level security", "log.event has the policy chosen");
        assertThat(after("drop policy chosen on log.event")).containsExactly("log.event has row-level security");
    }

    @Test
    void aRuleIsNamed() throws SQLException {
        assertThat(after("create rule lost as on insert to log.event_kind do instead nothing"))
                .containsExactly("log.event_kind has the rule lost");
    }

    @Test
    void aTriggerThatIsNotOursIsNamedAlsoUnderTheNameOfOurs() throws SQLException {
        String function = "create function public.other() returns trigger language plpgsql as"
                + " $$ begin new.payload = ''; return new; end $$";
        assertThat(after(
                        function,
                        "create trigger other before insert on log.event for each row execute function public.other()"))
                .containsExactly("log.event has the trigger other");
        assertThat(after(
                        "drop trigger other on log.event",
                        "drop trigger append_only on log.event",
                        "create trigger append_only before update or delete or truncate on log.event"
                                + " for each statement execute function public.other()"))
                .containsExactly("log.event has the trigger append_only");
        assertThat(after(
                        "drop trigger append_only on log.event",
                        "create trigger append_only before insert on log.event"
                                + " for each row execute function log.refuse_change()"))
                .containsExactly("log.event has the trigger append_only");
    }

    @Test
    void aChildWhoseRowsAreReadAsTheLogsIsNamed() throws SQLException {
        assertThat(after("create table public.more () inherits (log.event)"))
                .singleElement()
                .asString()
                .startsWith("log.event has the child ")
                .endsWith("more");
    }

    @Test
    void aColumnThatIsNotWhatWasStoredIsNamed() throws SQLException {
        assertThat(after(
                        "alter table log.event alter aggregate_id type text collate \"C\"",
                        "alter table log.event drop metadata, add metadata bytea generated always as (payload) stored",
                        "alter table log.event alter command_ordinal type bigint",
                        "alter table log.event_kind rename first_index to last_index"))
                .containsExactlyInAnyOrder(
                        "log.event has another type for the column aggregate_id",
                        "log.event generates the column metadata",
                        "log.event has another type for the column command_ordinal",
                        "log.event_kind lacks the column first_index");
    }

    /** {@code max} and {@code =} would be whatever that schema says they are. */
    @Test
    void aSchemaBeforeTheCataloguesIsNamed() throws SQLException {
        LogDatabase.execute(
                database.owner(),
                "create schema other; do $$ begin execute format("
                        + "'alter database %I set search_path = other, pg_catalog', current_database()); end $$");
        assertThat(PlainTables.departures(database.owner()))
                .containsExactly("the search_path has the schema other before pg_catalog");
    }
}
