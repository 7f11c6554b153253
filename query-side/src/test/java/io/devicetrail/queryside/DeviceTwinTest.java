package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Twins as they are and as they were. */
@QuerySideInstance
@Requirement({"11.10(b)", "11.10(e)"})
@NullUnmarked // what is missing fails the test anyway
class DeviceTwinTest {
    private static final String FIELDS = """
            { desired { version properties { name value } } reported { name value boot seq at audited } convergence since answeredAt
              refusedCode refusedDetail position }""";

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    EmbeddedPostgres postgres;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    private long first;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        first = jdbc.sql("select position from read.device_twin where device_id = ?")
                        .param(History.SUCCESSOR.value())
                        .query(Long.class)
                        .single()
                - 4;
    }

    private GraphQlTester reader() {
        return asking.as(authorities.person("twin-reader", new Grant(History.ACME, null, Role.AUDITOR)));
    }

    private Map<String, Object> ask(String question, String path) {
        return reader().document(question)
                .execute()
                .path(path)
                .entity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .get();
    }

    private Map<String, Object> asOf(String moment) {
        return ask("{ deviceTwin(device: \"%s\"%s) %s }".formatted(History.SUCCESSOR, moment, FIELDS), "deviceTwin");
    }

    @Test
    void theTwinOfNowIsThatOfTheLogWithWhatIsNotAuditedBesideIt() {
        jdbc.sql("delete from ingress.reported_property").update();
        jdbc.sql("""
                insert into ingress.reported_property values
                    (?, 'battery', '2.9', 'V', false, 'b1', 4, '2026-11-20 09:31:00Z', now()),
                    (?, 'gone', null, null, false, 'b1', 4, '2026-11-20 09:31:00Z', now()),
                    (?, 'sealed', 'true', null, true, 'b1', 4, '2026-11-20 09:31:00Z', now()),
                    (?, '', null, null, false, 'b1', 4, '2026-11-20 09:31:00Z', now())
                """)
                .params(
                        History.SUCCESSOR.value(),
                        History.SUCCESSOR.value(),
                        History.SUCCESSOR.value(),
                        History.SUCCESSOR.value())
                .update();

        Map<String, Object> twin =
                ask("{ device(id: \"%s\") { twin %s } }".formatted(History.SUCCESSOR, FIELDS), "device.twin");

        assertThat(twin.get("reported"))
                .hasToString("[{name=battery, value=2.9, boot=b1, seq=4, at=2026-11-20T09:31:00Z, audited=false},"
                        + " {name=sealed, value=true, boot=b1, seq=1, at=2026-11-20T09:30:01Z, audited=true}]");
        Map<String, Object> logged = new LinkedHashMap<>(asOf(""));
        assertThat(logged.remove("reported"))
                .hasToString("[{name=sealed, value=true, boot=b1, seq=1, at=2026-11-20T09:30:01Z, audited=true}]");
        assertThat(twin).containsAllEntriesOf(logged);
        assertThat(twin)
                .containsEntry("convergence", "REFUSED")
                .containsEntry("refusedCode", "HOT")
                .containsEntry("refusedDetail", "too hot")
                .containsEntry("answeredAt", "2026-11-20T09:30:03Z")
                .containsEntry(
                        "desired", Map.of("version", 2, "properties", List.of(Map.of("name", "limit", "value", 99.0))));
        jdbc.sql("delete from ingress.reported_property").update();
    }

    /** Of a property that is not audited any more the log has nothing newer than its last audited value. */
    @Test
    void whatTheDeviceHasNoMoreDoesNotComeBackAsItsAuditedValue() {
        jdbc.sql("delete from ingress.reported_property").update();
        jdbc.sql("""
                insert into ingress.reported_property values
                    (?, 'sealed', null, null, false, 'b1', 5, '2026-11-20 09:32:00Z', now())
                """).param(History.SUCCESSOR.value()).update();

        assertThat(ask("{ device(id: \"%s\") { twin %s } }".formatted(History.SUCCESSOR, FIELDS), "device.twin")
                        .get("reported"))
                .hasToString("[]");
        jdbc.sql("delete from ingress.reported_property").update();
    }

    @Test
    void theTwinIsShownAsItWasAtEveryPosition() {
        assertThat(told(", atPosition: %d".formatted(first - 1))).isEqualTo("v0 [] [] IN_SYNC null -1");
        assertThat(told(", atPosition: %d".formatted(first)))
                .isEqualTo("v1 [interval=60, limit=21.5] [] PENDING " + at(first) + " " + first);
        assertThat(told(", atPosition: %d".formatted(first + 1)))
                .isEqualTo("v1 [interval=60, limit=21.5] [sealed=true] PENDING " + at(first) + " " + (first + 1));
        assertThat(told(", atPosition: %d".formatted(first + 2)))
                .isEqualTo("v1 [interval=60, limit=21.5] [sealed=true] IN_SYNC " + at(first + 2) + " " + (first + 2));
        assertThat(told(", atPosition: %d".formatted(first + 3)))
                .isEqualTo("v2 [limit=99.0] [sealed=true] PENDING " + at(first + 3) + " " + (first + 3));
        assertThat(told(", atPosition: %d".formatted(first + 4)))
                .isEqualTo("v2 [limit=99.0] [sealed=true] REFUSED " + at(first + 4) + " " + (first + 4));
    }

    @Test
    void theTwinIsShownAsItWasAtATime() {
        for (long index = first - 1; index <= first + 4; index++) {
            assertThat(told(", atTime: \"%s\"".formatted(at(index))))
                    .isEqualTo(told(", atPosition: %d".formatted(index)));
        }
        assertThat(told(", atTime: \"2026-11-20T09:59:59Z\"")).startsWith("v0 ");
    }

    /** Below the questions: the rows themselves, as a connection of somebody's reach sees them. */
    @Test
    @Requirement("11.10(d)")
    void rowsOfTwinsAreSeenWhereTheirDeviceIs() throws SQLException {
        Rival.write(log, jdbc);
        for (String table : List.of("read.device_twin", "ingress.reported_property")) {
            assertThat(seen(table, "rival")).contains(Rival.AT_NORTH.value(), Rival.AT_SOUTH.value());
            assertThat(seen(table, "rival/" + Rival.NORTH)).containsOnly(Rival.AT_NORTH.value());
            assertThat(seen(table, "acme")).doesNotContain(Rival.AT_NORTH.value(), Rival.AT_SOUTH.value());
        }
    }

    private List<UUID> seen(String table, String reach) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl("devicetrail_app", "postgres"))) {
            JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            client.sql("select set_config('devicetrail.reach', ?, false)")
                    .param(reach)
                    .query(String.class)
                    .single();
            return client.sql("select device_id from " + table)
                    .query(UUID.class)
                    .list();
        }
    }

    @Test
    void aDeviceOfWhichNothingWasEverDesiredIsInSync() {
        assertThat(ask(
                        "{ device(id: \"%s\") { twin { convergence since position desired { version } } } }"
                                .formatted(History.GATEWAY),
                        "device.twin"))
                .hasToString("{convergence=IN_SYNC, since=null, position=-1, desired={version=0}}");
    }

    @Test
    void whatCannotBeAnsweredSaysWhyByCode() {
        Map<String, String> questions = Map.of(
                ", atPosition: 1, atTime: \"2026-11-20T10:00:00Z\"", "BAD_AS_OF",
                ", atPosition: 999999", "POSITION_NOT_REACHED",
                ", atPosition: -1", "POSITION_NOT_REACHED");
        questions.forEach((moment, code) -> reader().document(
                        "{ deviceTwin(device: \"%s\"%s) { position } }".formatted(History.SUCCESSOR, moment))
                .execute()
                .errors()
                .satisfy(errors -> assertThat(errors)
                        .as(moment)
                        .singleElement()
                        .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", code))));
    }

    private static String at(long index) {
        return LogOfTests.FIRST.plusSeconds(index).toString();
    }

    private String told(String moment) {
        Map<String, Object> twin = asOf(moment);
        @SuppressWarnings("unchecked")
        Map<String, Object> desired = (Map<String, Object>) twin.get("desired");
        return "v" + desired.get("version") + " " + pairs(desired.get("properties")) + " " + pairs(twin.get("reported"))
                + " " + twin.get("convergence") + " " + twin.get("since") + " " + twin.get("position");
    }

    @SuppressWarnings("unchecked")
    private static String pairs(Object properties) {
        return ((List<Map<String, Object>>) properties)
                .stream()
                        .map(property -> property.get("name") + "=" + property.get("value"))
                        .toList()
                        .toString();
    }
}
