package io.devicetrail.queryside.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Component;

/** Shows a {@link QueryError} as a GraphQL error with its code in the extensions. Anything else stays internal. */
@Component
class QueryErrors extends DataFetcherExceptionResolverAdapter {
    @Override
    protected @Nullable GraphQLError resolveToSingleError(Throwable problem, DataFetchingEnvironment environment) {
        return switch (problem) {
            case QueryError e -> error(environment, e.code(), e.getMessage());
            case MalformedInput e -> error(environment, "MALFORMED_INPUT", e.getMessage());
            default -> null;
        };
    }

    private static GraphQLError error(DataFetchingEnvironment environment, String code, @Nullable String message) {
        return GraphqlErrorBuilder.newError(environment)
                .errorType(ErrorType.BAD_REQUEST)
                .message("%s", message)
                .extensions(Map.of("code", code))
                .build();
    }
}
