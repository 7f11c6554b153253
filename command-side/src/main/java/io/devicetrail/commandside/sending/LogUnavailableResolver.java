package io.devicetrail.commandside.sending;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.stereotype.Component;

/** Tells callers that the log was away, by a code they can branch on; the cause stays in the server's own log. */
@Component
class LogUnavailableResolver extends DataFetcherExceptionResolverAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(LogUnavailableResolver.class);

    @Override
    protected @Nullable GraphQLError resolveToSingleError(Throwable problem, DataFetchingEnvironment environment) {
        if (!(problem instanceof LogUnavailable)) {
            return null;
        }
        LOG.error("{} was not answered", environment.getField().getName(), problem);
        return GraphqlErrorBuilder.newError(environment)
                .errorType(ErrorClassification.errorClassification(LogUnavailable.CODE))
                .message(problem.getMessage())
                .extensions(Map.of("code", LogUnavailable.CODE))
                .build();
    }
}
