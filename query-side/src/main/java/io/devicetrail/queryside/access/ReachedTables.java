package io.devicetrail.queryside.access;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.stereotype.Component;

/**
 * The tables as the asker may see them. What answers questions reads here, never on the application's own connections,
 * which see every tenant. The connections are a pool of their own: they only read, each transaction is told the reach
 * anew, and the setting ends with it, so that nothing of one asker is left for the next.
 */
@Component
public class ReachedTables implements DisposableBean {
    /** Most questions that are reading at once; the next one waits for as long as the application's own work does. */
    static final int CONNECTIONS = 20;
    /** Kept open while nobody asks. */
    static final int IDLE_CONNECTIONS = 2;

    private final HikariDataSource pool;
    private final JdbcClient jdbc;

    /** @param longest time of a statement: nobody waits for its answer for longer */
    ReachedTables(DataSource applications, @Value("${devicetrail.graphql.longest-request:60s}") Duration longest)
            throws SQLException {
        this.pool = pool(applications.unwrap(HikariDataSource.class));
        this.jdbc = JdbcClient.create(new Reaching(pool, longest));
    }

    /** @throws IllegalStateException while it is used, where the thread has no {@link Reach} */
    public JdbcClient.StatementSpec sql(String sql) {
        return jdbc.sql(sql);
    }

    /** To the same server as the same role, and without the setting that shows everything. */
    private static HikariDataSource pool(HikariDataSource applications) {
        HikariDataSource pool = new HikariDataSource();
        applications.copyStateTo(pool);
        pool.setCredentials(applications.getCredentials());
        pool.setPoolName("questions");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(IDLE_CONNECTIONS);
        pool.setConnectionInitSql(null);
        pool.setReadOnly(true);
        // Every statement begins a transaction, which the pool ends when it gets the connection back.
        pool.setAutoCommit(false);
        return pool;
    }

    @Override
    public void destroy() {
        pool.close();
    }

    /** Tells the database the reach, and how long to work on it, before anything is read. */
    private static final class Reaching extends DelegatingDataSource {
        private static final String SET =
                "select set_config('devicetrail.reach', ?, true), set_config('statement_timeout', ?, true)";

        private final String longestMillis;

        Reaching(DataSource pool, Duration longest) {
            super(pool);
            this.longestMillis = Long.toString(longest.toMillis());
        }

        @Override
        public Connection getConnection() throws SQLException {
            String reach = Reach.current().setting();
            Connection connection = super.getConnection();
            try (PreparedStatement statement = connection.prepareStatement(SET)) {
                statement.setString(1, reach);
                statement.setString(2, longestMillis);
                statement.execute();
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
    }
}
