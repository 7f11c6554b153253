package io.devicetrail.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Document;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the README tells people to paste fits the schema. */
class ReadmeTest {
    private static final Pattern CALL = Pattern.compile("gql (?:'([^']+)'|\"((?:[^\"\\\\]|\\\\.)+)\")");

    @Test
    void everyGraphqlDocumentOfTheReadmeIsValid() throws IOException {
        GraphQLSchema schema = schema();
        List<String> documents = documents();

        assertThat(documents).hasSizeGreaterThanOrEqualTo(7);
        for (String text : documents) {
            assertThat(errors(schema, text)).as(text).isEmpty();
        }
    }

    @Test
    void anInvalidDocumentWouldBeSeen() throws IOException {
        assertThat(errors(schema(), "query { fleet(search: {tenant: \"acme\", colour: 1}) { totalCount } }"))
                .isNotEmpty();
    }

    private static List<ValidationError> errors(GraphQLSchema schema, String text) {
        Document document = new Parser().parseDocument(text);
        return new Validator().validateDocument(schema, document, Locale.ROOT);
    }

    private static List<String> documents() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return CALL.matcher(readme)
                .results()
                .map(call -> call.group(1) != null
                        ? call.group(1)
                        : call.group(2).replace("\\\"", "\"").replace("$", ""))
                .toList();
    }

    private static GraphQLSchema schema() throws IOException {
        TypeDefinitionRegistry types = new TypeDefinitionRegistry();
        PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
        Stream.of(resources.getResources("classpath*:graphql/*.graphqls")).forEach(file -> {
            try {
                types.merge(new SchemaParser().parse(file.getInputStream()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(types);
    }
}
