package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An installation that has rollouts already: the migration fills the counts that a replay would give. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class RolloutCountsUpgradeTest {
    private static final String COUNTS =
            "select c::text from read.rollout_run_count c where devices <> 0 and tenant = 'acme'";

    @Autowired
    LogOfTests log;

    @Autowired
    EmbeddedPostgres postgres;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void theCountsAreThoseOfTheProjection() throws SQLException, IOException {
        try (Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            Set<String> projected = counts(statement);
            assertThat(projected).hasSizeGreaterThan(5);
            statement.execute("truncate read.rollout_run_count, read.rollout_device_site");
            statement.execute("update read.rollout_run_device set site_id = null");
            statement.execute(fill());
            assertThat(counts(statement)).isEqualTo(projected);
            owner.rollback();
        }
    }

    /** From the first insert of the migration to its last statement, which grants. */
    private static String fill() throws IOException {
        try (InputStream in =
                RolloutCountsUpgradeTest.class.getResourceAsStream("/db/migration/V122__rollout_counts.sql")) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return sql.substring(sql.indexOf("insert into"), sql.indexOf("grant select"));
        }
    }

    private static Set<String> counts(Statement statement) throws SQLException {
        Set<String> counts = new TreeSet<>();
        try (ResultSet rows = statement.executeQuery(COUNTS)) {
            while (rows.next()) {
                counts.add(rows.getString(1));
            }
        }
        return counts;
    }
}
