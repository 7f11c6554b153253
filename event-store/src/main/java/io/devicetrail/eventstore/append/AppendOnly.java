package io.devicetrail.eventstore.append;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Whether the application's role can do no more to the log than read it and add to it (21 CFR 11.10(e)). What the log's
 * tables refuse, they refuse to such a role; their owner and a superuser can lift that.
 */
public final class AppendOnly {
    private static final String RIGHTS = """
            select 'is a superuser' from pg_roles where rolname = current_user and rolsuper
            union all
            select 'may become ' || tableowner || ', who owns log.' || tablename from pg_tables
             where schemaname = 'log' and tablename = 'event' and pg_has_role(current_user, tableowner::name, 'MEMBER')
            union all
            select 'may ' || p.name || ' log.event' from unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) as p(name)
             where has_table_privilege(current_user, 'log.event', p.name)""";

    private AppendOnly() {}

    /** What the role of exactly this source can do beyond that, in words; empty if nothing. */
    public static List<String> excess(DataSource dataSource) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RIGHTS)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }
}
