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
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
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
            statement.execute(part("V122__rollout_counts.sql", "insert into", "grant select"));
            assertThat(counts(statement)).isEqualTo(projected);
            owner.rollback();
        }
    }

    /** Those of plans with windows; all others stay what they are. */
    @Test
    void whatWasCountedBeforeIsCountedByTimeZone() throws SQLException, IOException {
        try (Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            String byZone = part("V127__counts_by_zone.sql", "delete from", null);
            Set<String> before = counts(statement);
            statement.execute(byZone);
            assertThat(counts(statement)).isEqualTo(before);
            statement.execute("update read.rollout_run set content = content || '{\"windows\": [{}]}'");
            statement.execute("update read.rollout_run_device set zone = 'Europe/Bern'");
            statement.execute(byZone);
            assertThat(counts(statement))
                    .isEqualTo(before.stream()
                            .map(count -> count.replace(",\"\")", ",Europe/Bern)"))
                            .collect(Collectors.toCollection(TreeSet::new)));
            owner.rollback();
        }
    }

    /** From there on, before that. */
    private static String part(String migration, String from, @Nullable String before) throws IOException {
        try (InputStream in = RolloutCountsUpgradeTest.class.getResourceAsStream("/db/migration/" + migration)) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return sql.substring(sql.indexOf(from), before == null ? sql.length() : sql.indexOf(before));
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
