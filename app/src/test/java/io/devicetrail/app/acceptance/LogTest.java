package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.domain.shared.Metadata;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The log under the running application: gap-free, append-only, and every event with its whole provenance. */
class LogTest {
    /** What every event must say; site, reason, reason code and signature only where there is one. */
    private static final List<String> ALWAYS = List.of(
            Metadata.TENANT,
            Metadata.ACTOR_TYPE,
            Metadata.ACTOR_ID,
            Metadata.ACTOR_NAME,
            Metadata.ACTOR_ROLE,
            Metadata.AUTHENTICATION,
            Metadata.ADDRESS,
            Metadata.CLIENT,
            Metadata.CORRELATION_ID,
            Metadata.CAUSATION_ID,
            Metadata.COMMAND_ID,
            Metadata.RECORDED_AT,
            Metadata.CLOCK_OFFSET_MILLIS,
            Metadata.ZONE);

    private final Api api = Api.shared();
    private final JdbcClient owner = api.database();
    private final JdbcClient application = api.instance().context().getBean(JdbcClient.class);

    private record Row(long index, String name, String recordedAt, JsonNode metadata) {}

    @Test
    @Requirement({"11.10(e)", "Annex 11 s.12.4"})
    void everyEventSaysAllOfItsProvenance() throws Exception {
        Plant plant = Plant.of(api, "proof");
        String id = plant.active("P-1");
        try (TestDevice device = TestDevice.connect(api.instance(), "proof", id)) {
            String command = api.done("requestCommand", Map.of("device", id, "name", "identify"))
                    .path("command")
                    .path("commandId")
                    .asString();
            device.nextCommand();
            device.answer(command, "succeeded", "OK");
            await().until(() -> events().stream()
                    .anyMatch(row -> row.name().equals("command.CommandAnswered")
                            && row.metadata().path(Metadata.TENANT).asString().equals("proof")));
        }
        List<Row> events = events();
        assertThat(events).allSatisfy(event -> {
            for (String name : ALWAYS) {
                assertThat(event.metadata().path(name).asString(""))
                        .as("%s of event %d %s", name, event.index(), event.name())
                        .isNotBlank();
            }
            assertThat(event.metadata().path(Metadata.RECORDED_AT).asString())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z")
                    .isEqualTo(event.recordedAt());
        });
        assertThat(events)
                .as("people, devices and processes")
                .extracting(event -> event.metadata().path(Metadata.ACTOR_TYPE).asString())
                .contains("PERSON", "DEVICE", "PROCESS");
        assertThat(events)
                .extracting(Row::index)
                .isEqualTo(LongStream.range(0, events.size()).boxed().toList());
    }

    @Test
    @Requirement("11.10(e)")
    void nobodyCanChangeTheLog() {
        Plant.of(api, "proof-of-law");
        for (String change : List.of(
                "update log.event set name = 'x' where index = 0",
                "delete from log.event where index = 0",
                "truncate log.event")) {
            assertThatThrownBy(() -> application.sql(change).update())
                    .as("the application: %s", change)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> owner.sql(change).update())
                    .as("the owner: %s", change)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("append-only");
        }
    }

    private List<Row> events() {
        return owner.sql("""
                        select index, name, metadata,
                            to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_at
                        from log.event order by index""")
                .query((row, number) -> new Row(
                        row.getLong("index"),
                        row.getString("name"),
                        row.getString("recorded_at"),
                        Api.JSON.readTree(row.getBytes("metadata"))))
                .list();
    }
}
