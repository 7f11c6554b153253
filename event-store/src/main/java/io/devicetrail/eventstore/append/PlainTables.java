package io.devicetrail.eventstore.append;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Whether the log's tables are the plain ones that the migrations make (21 CFR 11.10(a)). A superuser can put a view,
 * policy or rule in between that gives each statement, role or connection other rows: then a verification reads the
 * past as it was, and commands another. A migration that adds a trigger or changes a column says it here as well.
 */
public final class PlainTables {
    /** Who has put more in between is known to have. */
    private static final int MOST_NAMED = 100;

    /** Without one operator, as whose they are is what it asks. */
    private static final String LOOKED_IN = "select pg_catalog.current_schemas(true)";

    private static final String CATALOG = "pg_catalog";
    /** Nobody's functions and operators are looked for in it. */
    private static final String TEMPORARY = "pg_temp_";

    /** The trigger's type is the one of {@code before update or delete or truncate … for each statement}. */
    private static final String DEPARTURES = """
            with expected(name, attribute, type) as (values
                ('event', 'index', 'int8'), ('event', 'aggregate_type', 'text'), ('event', 'aggregate_id', 'text'),
                ('event', 'sequence', 'int8'), ('event', 'event_id', 'text'), ('event', 'command_id', 'text'),
                ('event', 'command_ordinal', 'int4'), ('event', 'name', 'text'), ('event', 'revision', 'int4'),
                ('event', 'recorded_at', 'timestamptz'), ('event', 'payload', 'bytea'), ('event', 'metadata', 'bytea'),
                ('event_kind', 'name', 'text'), ('event_kind', 'revision', 'int4'),
                ('event_kind', 'first_index', 'int8')),
            found as (select c.* from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                       where n.nspname = 'log' and c.relname in ('event', 'event_kind')),
            departure(name, what) as (
                select distinct e.name, 'is not there' from expected e
                 where not exists (select from found f where f.relname = e.name)
                union all
                select f.relname, case f.relkind when 'v' then 'is a view' when 'm' then 'is a materialized view'
                                       when 'f' then 'is a foreign table' when 'p' then 'is a partitioned table'
                                       else 'is no table' end
                  from found f where f.relkind <> 'r'
                union all
                select f.relname, 'is not permanent' from found f where f.relpersistence <> 'p'
                union all
                select f.relname, 'has row-level security' from found f where f.relrowsecurity or f.relforcerowsecurity
                union all
                select f.relname, 'has the policy ' || p.polname
                  from found f join pg_catalog.pg_policy p on p.polrelid = f.oid
                union all
                select f.relname, 'has the rule ' || r.rulename
                  from found f join pg_catalog.pg_rewrite r on r.ev_class = f.oid
                 where f.relkind = 'r'
                union all
                select f.relname, 'has the trigger ' || t.tgname
                  from found f join pg_catalog.pg_trigger t on t.tgrelid = f.oid
                 where not (t.tgname = 'append_only' and t.tgtype = 58
                            and t.tgfoid = pg_catalog.to_regproc('log.refuse_change')::oid)
                union all
                select f.relname, 'has the child ' || i.inhrelid::pg_catalog.regclass
                  from found f join pg_catalog.pg_inherits i on i.inhparent = f.oid
                union all
                select e.name, case when a.attname is null then 'lacks the column '
                                    when a.attgenerated <> '' then 'generates the column '
                                    else 'has another type for the column ' end || e.attribute
                  from found f join expected e on e.name = f.relname
                  left join pg_catalog.pg_attribute a
                         on a.attrelid = f.oid and a.attname = e.attribute and not a.attisdropped
                  left join pg_catalog.pg_type t on t.oid = a.atttypid
                 where a.attname is null or a.attgenerated <> '' or a.attcollation <> t.typcollation
                    or a.atttypid <> pg_catalog.to_regtype('pg_catalog.' || e.type)::oid)
            select 'log.' || name || ' ' || what from departure order by 1 limit\s""" + MOST_NAMED;

    private PlainTables() {}

    /**
     * What is otherwise for a connection of exactly this source, in words and with names; empty if nothing. Asks the
     * catalogues, which whoever controls the server's process can have lie as well.
     */
    public static List<String> departures(DataSource dataSource) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(LOOKED_IN)) {
                row.next();
                shadowed(row.getArray(1), found);
            }
            try (ResultSet row = statement.executeQuery(DEPARTURES)) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    /** A function or operator of the same name in a schema before the catalogue's is taken for the server's own. */
    private static void shadowed(Array schemas, List<String> found) throws SQLException {
        for (String schema : (String[]) schemas.getArray()) {
            if (schema.equals(CATALOG)) {
                return;
            }
            if (!schema.startsWith(TEMPORARY)) {
                found.add("the search_path has the schema " + schema + " before pg_catalog");
            }
        }
    }
}
