package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database from before commands had a class: what its rows say after the migration is what a rebuild would say. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class EarlierContractsTest {
    private static final String ROWS =
            "select string_agg(contract::text, ' ' order by version) from read.device_model where model_id = ?";

    @Autowired
    LogOfTests log;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    GraphQlTester graphql;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void migratedContractsAreThoseOfARebuild() throws IOException {
        String today = rows();
        jdbc.sql("""
                        update read.device_model set contract = jsonb_set(contract, '{commands}', (
                            select jsonb_agg(command - 'commandClass' - 'retry' - 'twoPersons')
                            from jsonb_array_elements(contract -> 'commands') command))
                        where model_id = ?
                        """).param(History.PT100.value()).update();
        assertThat(rows()).doesNotContain("commandClass").isNotEqualTo(today);
        String migration = new ClassPathResource("db/migration/V112__command_classes.sql")
                .getContentAsString(StandardCharsets.UTF_8);
        jdbc.sql(migration).update();
        assertThat(rows()).isEqualTo(today);
        jdbc.sql(migration).update();
        assertThat(rows()).isEqualTo(today);
    }

    @Test
    void aCommandThatSaysNothingMoreIsAnOperationOfOnePersonToldOnce() {
        assertThat(graphql.document(
                                "{ deviceModel(id: \"%s\") { commands { commandClass retry { attempts } twoPersons } } }"
                                        .formatted(History.PT100))
                        .execute()
                        .path("deviceModel.commands[0]")
                        .entity(Map.class)
                        .get())
                .containsEntry("commandClass", "OPERATION")
                .containsEntry("retry", null)
                .containsEntry("twoPersons", false);
    }

    private String rows() {
        return jdbc.sql(ROWS).param(History.PT100.value()).query(String.class).single();
    }
}
