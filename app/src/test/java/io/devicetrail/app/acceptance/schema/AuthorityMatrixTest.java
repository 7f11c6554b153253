package io.devicetrail.app.acceptance.schema;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.app.instance.TestIssuer;
import io.devicetrail.domain.authority.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the schema, asked by every role of one tenant, about that tenant and about another: what the
 * approved table allows is let through, all else is refused, and another tenant's records are like those that do not
 * exist (21 CFR 11.10(d) and (g)).
 */
@Requirement({"11.10(d)", "11.10(g)"})
class AuthorityMatrixTest {
    private static final Path APPROVED =
            Path.of("..", "domain", "src", "test", "resources", "permissions.approved.txt");
    private static final String OWN = "matrix-own";
    private static final String OTHER = "matrix-other";
    private static final Set<String> DENIED = Set.of(
            "NOT_AUTHORISED",
            "TENANT_UNKNOWN",
            "DEVICE_UNKNOWN",
            "MODEL_VERSION_UNKNOWN",
            "COMMAND_UNKNOWN",
            "QUARANTINED_MESSAGE_UNKNOWN",
            "ROLLOUT_PLAN_UNKNOWN",
            "ROLLOUT_UNKNOWN",
            "ARTIFACT_UNKNOWN",
            "SOFTWARE_RELEASE_UNKNOWN",
            "TRANSFER_UNKNOWN",
            "INCIDENT_UNKNOWN",
            "JOB_UNKNOWN",
            "EXPORT_JOB_UNKNOWN",
            "API_KEY_UNKNOWN",
            "OWN_ROLE_UNKNOWN",
            "RECORD_UNKNOWN",
            "ENTRY_UNKNOWN");

    private final GraphQLSchema schema =
            TestInstance.shared().context().getBean(GraphQlSource.class).schema();
    private final Staff staff =
            new Staff(URI.create(TestInstance.shared().addresses().graphql()));

    @Test
    void everyCell() throws IOException {
        MatrixRecords own = MatrixRecords.of(staff, OWN);
        MatrixRecords other = MatrixRecords.of(staff, OTHER);
        own.awaitShown(staff);
        other.awaitShown(staff);
        Map<Role, String> tokens = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            String subject = "matrix-" + role.key();
            staff.register(subject);
            staff.grant(subject, role == Role.PLATFORM_ADMINISTRATOR ? null : OWN, role);
            tokens.put(role, TestIssuer.shared().token(subject));
        }
        Map<String, String> table = table();
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        int allowed = 0;
        for (GraphQLObjectType type : List.of(schema.getQueryType(), schema.getMutationType())) {
            for (GraphQLFieldDefinition operation : type.getFieldDefinitions()) {
                String row =
                        table.getOrDefault(operation.getName().equals("node") ? "device" : operation.getName(), "");
                assertThat(row).as(operation.getName()).isNotEmpty();
                for (Role role : Role.values()) {
                    for (MatrixRecords records : List.of(own, other)) {
                        if (MatrixQuestion.SILENT.contains(operation.getName())
                                && (records == other || role == Role.PLATFORM_ADMINISTRATOR)) {
                            continue;
                        }
                        boolean expected = allows(row, role, records == own);
                        String question =
                                new MatrixQuestion(type == schema.getMutationType(), operation).about(records);
                        JsonNode answer = staff.ask(tokens.getOrDefault(role, ""), question, Map.of());
                        boolean let = isLet(answer, operation.getName(), records);
                        cells++;
                        allowed += let ? 1 : 0;
                        if (let != expected) {
                            wrong.add(operation.getName() + " by " + role.key() + " about " + records.tenant()
                                    + (expected ? " should be let: " : " should be refused: ") + answer);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(allowed).as("a matrix of refusals alone shows nothing").isBetween(cells / 10, cells * 9 / 10);
    }

    private static Map<String, String> table() throws IOException {
        return Files.readAllLines(APPROVED).stream()
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')), line -> line));
    }

    /** By the words of the approved table, not by the code that reads them. */
    private static boolean allows(String row, Role role, boolean ownTenant) {
        boolean listed = Arrays.asList(row.substring(row.indexOf(':') + 1)
                        .split("\\(")[0]
                        .strip()
                        .split(", "))
                .contains(role.key());
        boolean platform = role == Role.PLATFORM_ADMINISTRATOR;
        if (row.endsWith("(anywhere)")) {
            return listed;
        }
        if (row.endsWith("(administered)")) {
            return listed && (platform || ownTenant);
        }
        if (row.endsWith("(installation)")) {
            return listed && platform;
        }
        // That tenants are there is known to who grants roles in them.
        return listed && (row.startsWith("tenant:") && platform || ownTenant && !platform);
    }

    /** Nothing of a tenant may be in an answer that was not let, so such an answer has no data or none of its marks. */
    static boolean isLet(JsonNode answer, String operation, MatrixRecords records) {
        for (JsonNode error : answer.path("errors")) {
            if (error.path("extensions").path("code").asString("").equals("NOT_AUTHORISED")) {
                return false;
            }
        }
        JsonNode data = answer.path("data").path(operation);
        if (data.has("errors")) {
            return !DENIED.contains(data.path("errors").path(0).path("code").asString(""));
        }
        assertThat(answer.path("errors")).as("%s", answer).isEmpty();
        return MatrixQuestion.OF_NO_TENANT.contains(operation)
                || MatrixQuestion.SILENT.contains(operation)
                || records.shownIn(data);
    }
}
