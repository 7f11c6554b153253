package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.eventstore.LogDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyInsertTest {
    private static final List<String> SETTINGS = List.of(
            "idle_session_timeout",
            "idle_in_transaction_session_timeout",
            "lock_timeout",
            "transaction_timeout",
            "default_transaction_isolation");
    private static final String LOCK = "pg_try_advisory_lock";

    private final LogDatabase database = new LogDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    /** A node may freeze between any two statements. */
    @Test
    void theServerEndsAConnectionThatFallsSilentFromBeforeItHasTheLock() throws Exception {
        List<String> said = new ArrayList<>();
        try (Connection connection = database.app().getConnection()) {
            assertThat(new CopyInsert(UUID.randomUUID()).lock(listening(connection, said)))
                    .isTrue();
        }
        assertThat(said.getLast()).contains(LOCK);
        String before = String.join(";", said.subList(0, said.size() - 1));
        assertThat(before).contains(SETTINGS).doesNotContain(LOCK);
    }

    @Test
    void whoDoesNotGetTheLockGivesTheConnectionBackAsItCame() throws Exception {
        try (Connection first = database.app().getConnection();
                Connection second = database.app().getConnection()) {
            List<String> fresh = settings(second);
            CopyInsert copier = new CopyInsert(UUID.randomUUID());
            assertThat(copier.lock(first)).isTrue();
            assertThat(new CopyInsert(UUID.randomUUID()).lock(second)).isFalse();
            assertThat(settings(second)).isEqualTo(fresh);
            assertThat(settings(first)).isNotEqualTo(fresh);
            copier.unlock(first);
            assertThat(settings(first)).isEqualTo(fresh);
        }
    }

    private static List<String> settings(Connection connection) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    values.add(row.getString(1));
                }
            }
        }
        return values;
    }

    /** Writes down what its statements say. */
    private static Connection listening(Connection real, List<String> said) {
        return proxy(Connection.class, real, said);
    }

    private static <T> T proxy(Class<T> type, Object real, List<String> said) {
        return type.cast(Proxy.newProxyInstance(
                CopyInsertTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute") && arguments != null) {
                        said.add(String.valueOf(arguments[0]));
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, result, said)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
