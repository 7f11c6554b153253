package io.devicetrail.queryside.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.DocumentAndVariables;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.language.FragmentDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.stereotype.Component;

/**
 * Refuses a request that asks for more than {@link GraphQlLimits} allow, before any of it is answered.
 *
 * <p>graphql-java's own limits (25.0) do not hold: its two instrumentations visit a fragment once, however often it is
 * spread, and its normalized operation takes time that doubles with each fragment that spreads another twice.
 */
@Component
class LimitedRequests extends SimplePerformantInstrumentation {
    static final String TOO_DEEP = "REQUEST_TOO_DEEP";
    static final String TOO_LARGE = "REQUEST_TOO_LARGE";

    /** Validation follows fragments by recursion: a chain of a thousand is more than a thread's stack. */
    static final int MOST_FRAGMENTS = 200;

    private final GraphQlLimits limits;

    LimitedRequests(GraphQlLimits limits) {
        this.limits = limits;
    }

    /** Comes before validation. */
    @Override
    public DocumentAndVariables instrumentDocumentAndVariables(
            DocumentAndVariables request,
            InstrumentationExecutionParameters parameters,
            @Nullable InstrumentationState state) {
        int fragments = request.getDocument()
                .getDefinitionsOfType(FragmentDefinition.class)
                .size();
        if (fragments > MOST_FRAGMENTS) {
            throw refusal(
                    TOO_LARGE,
                    "The request defines " + fragments + " fragments; the most are " + MOST_FRAGMENTS
                            + ". Ask in several requests.");
        }
        return request;
    }

    /** Comes after validation, before the first field. */
    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        ExecutionContext request = parameters.getExecutionContext();
        RequestSize size = RequestSize.of(request.getOperationDefinition(), request.getFragmentsByName());
        if (size.depth() > limits.maxDepth()) {
            throw refusal(
                    TOO_DEEP,
                    "The request has fields more than " + limits.maxDepth()
                            + " deep within each other (devicetrail.graphql.max-depth). Ask in several requests.");
        }
        if (size.fields() > limits.maxFields()) {
            throw refusal(
                    TOO_LARGE,
                    "The request has more than " + limits.maxFields()
                            + " fields, fragments counted wherever they are spread (devicetrail.graphql.max-fields)."
                            + " Ask in several requests.");
        }
        return null;
    }

    private static AbortExecutionException refusal(String code, String message) {
        GraphQLError error = GraphqlErrorBuilder.newError()
                .errorType(ErrorType.BAD_REQUEST)
                .message("%s", message)
                .extensions(Map.of("code", code))
                .build();
        return new AbortExecutionException(List.of(error));
    }
}
