package io.devicetrail.app.acceptance.schema;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.SchemaMappingInspector;
import org.springframework.graphql.execution.SchemaReport;
import org.springframework.stereotype.Component;

/**
 * Found by the application's own scan, as the tests lie beside it: keeps the wiring that the controllers gave, so that
 * the report is about the application as it runs.
 */
@Component
class SchemaInspection implements GraphQlSourceBuilderCustomizer {
    private RuntimeWiring.@Nullable Builder wiring;

    @Override
    public void customize(GraphQlSource.SchemaResourceBuilder builder) {
        builder.configureRuntimeWiring(all -> wiring = all);
    }

    /** What the application's controllers make of the schema. */
    SchemaReport report(String schema) {
        RuntimeWiring built =
                Objects.requireNonNull(wiring, "the source was not built").build();
        TypeDefinitionRegistry definitions = new SchemaParser().parse(schema);
        GraphQLSchema whole = new SchemaGenerator()
                .makeExecutableSchema(SchemaGenerator.Options.defaultOptions(), definitions, built);
        return SchemaMappingInspector.inspect(whole, built);
    }

    /** One line for each thing that the report finds wrong. */
    static List<String> problems(SchemaReport report) {
        List<String> problems = new ArrayList<>();
        report.unmappedFields().forEach(field -> problems.add("unmapped field " + field));
        report.unmappedRegistrations().keySet().forEach(field -> problems.add("data fetcher without field " + field));
        report.unmappedArguments()
                .forEach((fetcher, names) -> problems.add("unmapped arguments " + names + " of " + fetcher));
        report.skippedTypes().forEach(type -> problems.add("not inspected " + type));
        report.fieldNullnessErrors().forEach((field, error) -> problems.add("nullness of " + field + ": " + error));
        report.argumentNullnessErrors().forEach((fetcher, errors) -> problems.add("nullness of arguments: " + errors));
        return problems;
    }
}
