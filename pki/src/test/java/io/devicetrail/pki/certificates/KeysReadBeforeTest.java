package io.devicetrail.pki.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.pki.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keys that an earlier version has read, which kept of none whether its list was signed. */
class KeysReadBeforeTest {
    private static final UUID SIGNED = new UUID(0, 1);
    private static final UUID UNSIGNED = new UUID(0, 2);
    private static final UUID OLD = new UUID(0, 3);

    private final JdbcTemplate jdbc;

    KeysReadBeforeTest() {
        var database = TestDatabase.empty("read_before");
        jdbc = new JdbcTemplate(database);
        // As much of the log as the migration asks for: it is another module's.
        jdbc.execute("create schema log");
        jdbc.execute("create table log.event (index bigint, name text, revision int, payload bytea)");
        jdbc.execute("create table log.event_kind (name text, revision int, first_index bigint)");
        TestDatabase.migrate(database, "406");
        imported(0, 1, OLD, "");
        imported(1, 2, UNSIGNED, ",\"signedBy\":null");
        imported(2, 2, SIGNED, ",\"signedBy\":{\"fingerprint\":\"f\",\"subject\":\"CN=\\u0000\"}");
        jdbc.update("insert into log.event_kind values ('enrolment.FactoryKeyImported', 1, 0),"
                + " ('enrolment.FactoryKeyImported', 2, 1)");
        TestDatabase.migrate(database, "latest");
    }

    private void imported(int index, int revision, UUID device, String signer) {
        jdbc.update(
                "insert into log.event values (?, 'enrolment.FactoryKeyImported', ?, ?)",
                index,
                revision,
                ("{\"device\":\"" + device + "\"" + signer + "}").getBytes(StandardCharsets.UTF_8));
        jdbc.update("insert into pki.factory_key values (0, ?, 'acme', 'key', null)", device);
    }

    @Test
    void areSignedWhereTheLogSaysSo() {
        List<UUID> signed = jdbc.queryForList("select device_id from pki.factory_key where signed", UUID.class);
        assertThat(signed).containsExactly(SIGNED);
    }
}
