package io.devicetrail.app.limits;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.Map;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;

/** The answer to a request that is not executed, or no longer waited for. */
final class GraphQlRefusal {
    private GraphQlRefusal() {}

    static WebGraphQlResponse of(WebGraphQlRequest request, ErrorType type, String code, String message) {
        GraphQLError error = GraphqlErrorBuilder.newError()
                .errorType(type)
                .message("%s", message)
                .extensions(Map.of("code", code))
                .build();
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult().addError(error).build()));
    }
}
