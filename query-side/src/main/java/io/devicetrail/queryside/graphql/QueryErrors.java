package io.devicetrail.queryside.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import java.sql.SQLException;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Component;

/** Shows a {@link QueryError} as a GraphQL error with its code in the extensions. Anything else stays internal. */
@Component
class QueryErrors extends DataFetcherExceptionResolverAdapter {
    /** Code of the error when what was asked has no meaning, whatever the data. */
    static final String MALFORMED_INPUT = "MALFORMED_INPUT";

    private static final Logger LOG = LoggerFactory.getLogger(QueryErrors.class);

    /** The class of SQLSTATEs that PostgreSQL has for values it cannot hold, compare or compute with. */
    private static final String DATA_EXCEPTION = "22";

    @Override
    protected @Nullable GraphQLError resolveToSingleError(Throwable problem, DataFetchingEnvironment environment) {
        return switch (problem) {
            case QueryError e -> error(environment, e.type(), e.code(), e.getMessage());
            case MalformedInput e -> error(environment, ErrorType.BAD_REQUEST, MALFORMED_INPUT, e.getMessage());
            case CommandExecutionException e -> refused(e, environment);
            case DataAccessException e -> unfitForTheDatabase(e, environment);
            default -> null;
        };
    }

    /** What a part that changes things says of the question as well: a record that nobody could sign, for one. */
    private static @Nullable GraphQLError refused(
            CommandExecutionException problem, DataFetchingEnvironment environment) {
        return problem.getDetails().orElse(null) instanceof Rejection rejection
                ? error(environment, ErrorType.BAD_REQUEST, rejection.code(), rejection.message())
                : null;
    }

    /** The net under the checks of arguments. The log says which one was missing; the caller is told no SQL. */
    private static @Nullable GraphQLError unfitForTheDatabase(
            DataAccessException problem, DataFetchingEnvironment environment) {
        if (!(problem.getMostSpecificCause() instanceof SQLException cause)
                || !String.valueOf(cause.getSQLState()).startsWith(DATA_EXCEPTION)) {
            return null;
        }
        String field = environment.getField().getName();
        LOG.warn("an argument of {} passed our checks but not the database's", field, problem);
        return error(
                environment,
                ErrorType.BAD_REQUEST,
                MALFORMED_INPUT,
                field + " has an argument that cannot be stored or compared");
    }

    private static GraphQLError error(
            DataFetchingEnvironment environment, ErrorType type, String code, @Nullable String message) {
        return GraphqlErrorBuilder.newError(environment)
                .errorType(type)
                .message("%s", message)
                .extensions(Map.of("code", code))
                .build();
    }
}
