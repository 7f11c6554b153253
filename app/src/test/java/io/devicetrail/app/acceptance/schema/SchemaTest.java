package io.devicetrail.app.acceptance.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.MockedWiringFactory;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.domain.authority.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.graphql.execution.GraphQlSource;

/** The API's shape: all of it answered, all of it described, none of it changed by accident. */
class SchemaTest {
    private static final Path APPROVED = Path.of("src/test/resources/schema.approved.graphqls");
    private static final Path RECEIVED = Path.of("target/schema.received.graphqls");

    private final ApplicationContext context = TestInstance.shared().context();
    private final GraphQLSchema schema = context.getBean(GraphQlSource.class).schema();
    private final SchemaInspection inspection = context.getBean(SchemaInspection.class);

    @Test
    void everyFieldIsAnswered() {
        assertThat(SchemaInspection.problems(inspection.report(printed()))).isEmpty();
    }

    @Test
    void aFieldThatNobodyAnswersIsReported() {
        String forgotten = "extend type Query { forgotten: String } extend type Device { colour: String }";
        assertThat(SchemaInspection.problems(inspection.report(printed() + forgotten)))
                .containsExactlyInAnyOrder("unmapped field Query.forgotten", "unmapped field Device.colour");
    }

    @Test
    void everythingIsDescribed() {
        assertThat(undescribed(schema)).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsReported() {
        String sdl = """
                "Questions." type Query { "A field." told(silent: Int): Colour untold: String }
                "A colour." enum Colour { RED "Green." GREEN }
                "Wishes." input Wish { what: String } type Mute { "A field." field: Silent } scalar Silent
                """;
        GraphQLSchema small = new SchemaGenerator()
                .makeExecutableSchema(
                        new SchemaParser().parse(sdl),
                        RuntimeWiring.newRuntimeWiring()
                                .wiringFactory(new MockedWiringFactory())
                                .build());
        assertThat(undescribed(small))
                .containsExactlyInAnyOrder(
                        "Query.told(silent)", "Query.untold", "Colour.RED", "Wish.what", "Mute", "Silent");
    }

    @Test
    void theSchemaIsTheApprovedOne() throws IOException {
        String received = printed();
        String approved = Files.exists(APPROVED) ? Files.readString(APPROVED) : "";
        if (!received.equals(approved)) {
            Files.writeString(RECEIVED, received);
            fail(
                    "The schema is not the approved one; it differs first at: %s%nIf every client can live with the change:"
                            + " cp app/%s app/%s, and name it in CHANGELOG.md",
                    firstDifference(approved, received), RECEIVED, APPROVED);
        }
    }

    /** Deny by default: an operation without a permission would be one that nobody may use, or everybody. */
    @Test
    @Requirement("11.10(d)")
    void everyOperationHasAPermissionAndEveryPermissionAnOperation() {
        assertThat(operations(schema))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Permission.values())
                        .filter(Permission::ofGraphQl)
                        .map(Permission::operation)
                        .toList());
    }

    private static List<String> operations(GraphQLSchema schema) {
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .flatMap(type -> type.getFieldDefinitions().stream())
                .map(GraphQLFieldDefinition::getName)
                .toList();
    }

    private static String firstDifference(String approved, String received) {
        List<String> lines = received.lines().toList();
        List<String> before = approved.lines().toList();
        int at = 0;
        while (at < Math.min(lines.size(), before.size()) && lines.get(at).equals(before.get(at))) {
            at++;
        }
        return "line " + (at + 1) + ": " + (at < lines.size() ? lines.get(at) : "(the end)");
    }

    private String printed() {
        return new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                        .includeScalarTypes(true)
                        .includeDirectiveDefinitions(false)
                        .includeIntrospectionTypes(false))
                .print(schema);
    }

    private static List<String> undescribed(GraphQLSchema schema) {
        List<String> missing = new ArrayList<>();
        for (GraphQLNamedType type : schema.getAllTypesAsList()) {
            if (!type.getName().startsWith("__") && !ScalarInfo.isGraphqlSpecifiedScalar(type.getName())) {
                note(missing, type.getName(), type.getDescription());
                members(missing, type);
            }
        }
        return missing;
    }

    private static void members(List<String> missing, GraphQLNamedType type) {
        String owner = type.getName() + ".";
        switch (type) {
            case GraphQLFieldsContainer fields ->
                fields.getFieldDefinitions().forEach(field -> {
                    note(missing, owner + field.getName(), field.getDescription());
                    arguments(missing, owner, field);
                });
            case GraphQLInputObjectType input ->
                input.getFieldDefinitions()
                        .forEach(field -> note(missing, owner + field.getName(), field.getDescription()));
            case GraphQLEnumType values ->
                values.getValues().forEach(value -> note(missing, owner + value.getName(), value.getDescription()));
            case GraphQLScalarType plain -> {}
            default -> throw new IllegalStateException("Teach the test about " + type);
        }
    }

    private static void arguments(List<String> missing, String owner, GraphQLFieldDefinition field) {
        field.getArguments()
                .forEach(argument -> note(
                        missing, owner + field.getName() + "(" + argument.getName() + ")", argument.getDescription()));
    }

    private static void note(List<String> missing, String name, @Nullable String description) {
        if (description == null || description.isBlank()) {
            missing.add(name);
        }
    }
}
