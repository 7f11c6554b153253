package io.devicetrail.app.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions of event processors. They do not wait for the disk: what a crash takes from them, it takes together with
 * the token that says how far they were, and the processor goes on from there with the log, which does wait.
 */
final class RebuildableTransactions extends DataSourceTransactionManager {
    RebuildableTransactions(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local synchronous_commit = off");
        }
    }
}
