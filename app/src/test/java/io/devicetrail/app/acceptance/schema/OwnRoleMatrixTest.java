package io.devicetrail.app.acceptance.schema;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.instance.Staff;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.app.instance.TestIssuer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the schema, asked by somebody who has nothing but a role of the tenant's own, one for each duty: what
 * the role lists is let through at that tenant, all else is refused (21 CFR 11.10(d) and (g)).
 */
@Requirement({"11.10(d)", "11.10(g)"})
class OwnRoleMatrixTest {
    private static final String OWN = "roles-own";
    private static final String OTHER = "roles-other";
    private static final Map<String, List<String>> ROLES = Map.of(
            "line-cleaner", List.of("device", "devices", "requestCommand", "suspendDevice", "tagDevice"),
            "trail-reader", List.of("apiKeys", "auditTrail", "device", "requestSignature", "sign", "signatures"));

    private final GraphQLSchema schema =
            TestInstance.shared().context().getBean(GraphQlSource.class).schema();
    private final Staff staff =
            new Staff(URI.create(TestInstance.shared().addresses().graphql()));

    @Test
    void everyCell() {
        MatrixRecords own = MatrixRecords.of(staff, OWN);
        MatrixRecords other = MatrixRecords.of(staff, OTHER);
        own.awaitShown(staff);
        other.awaitShown(staff);
        employ("line-cleaner", "WORK");
        employ("trail-reader", "QUALITY");
        List<String> wrong = new ArrayList<>();
        int allowed = 0;
        for (GraphQLObjectType type : List.of(schema.getQueryType(), schema.getMutationType())) {
            for (GraphQLFieldDefinition operation : type.getFieldDefinitions()) {
                for (String role : ROLES.keySet()) {
                    for (MatrixRecords records : List.of(own, other)) {
                        if (records == other && MatrixQuestion.SILENT.contains(operation.getName())) {
                            continue;
                        }
                        boolean expected = records == own && listed(role).contains(operation.getName());
                        String question =
                                new MatrixQuestion(type == schema.getMutationType(), operation).about(records);
                        JsonNode answer = staff.ask(TestIssuer.shared().token(role), question, Map.of());
                        boolean let = AuthorityMatrixTest.isLet(answer, operation.getName(), records);
                        allowed += let ? 1 : 0;
                        if (let != expected) {
                            wrong.add(operation.getName() + " by " + role + " about " + records.tenant()
                                    + (expected ? " should be let: " : " should be refused: ") + answer);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(allowed).as("each of its permissions, once").isEqualTo(10);
    }

    private static List<String> listed(String role) {
        return ROLES.getOrDefault(role, List.of());
    }

    private void employ(String role, String duty) {
        staff.done(
                Cast.TENANT_ADMINISTRATOR.token(),
                "defineRole",
                Map.of(
                        "tenant",
                        OWN,
                        "key",
                        role,
                        "name",
                        "The " + role,
                        "duty",
                        duty,
                        "permissions",
                        listed(role),
                        "reason",
                        "Matrix"),
                "role { key }");
        staff.register(role);
        staff.grant(role, OWN, role);
    }
}
