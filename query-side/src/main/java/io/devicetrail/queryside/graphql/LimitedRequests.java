package io.devicetrail.queryside.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.DocumentAndVariables;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
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

    /** Comes before validation, which takes its time over each of these. */
    @Override
    public DocumentAndVariables instrumentDocumentAndVariables(
            DocumentAndVariables request,
            InstrumentationExecutionParameters parameters,
            @Nullable InstrumentationState state) {
        DocumentMarks marks = DocumentMarks.of(request.getDocument());
        unless(
                marks.fragments() <= MOST_FRAGMENTS,
                TOO_LARGE,
                "The request defines " + marks.fragments() + " fragments; the most are " + MOST_FRAGMENTS + ".");
        unless(
                marks.aliases() <= limits.maxAliases(),
                TOO_LARGE,
                "The request gives " + marks.aliases() + " fields another name; the most are " + limits.maxAliases()
                        + " (devicetrail.graphql.max-aliases).");
        unless(
                marks.directives() <= limits.maxDirectives(),
                TOO_LARGE,
                "The request has " + marks.directives() + " directives; the most are " + limits.maxDirectives()
                        + " (devicetrail.graphql.max-directives).");
        return request;
    }

    /** Comes after validation, before the first field. */
    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        RequestSize size = RequestSize.of(parameters.getExecutionContext());
        unless(
                size.depth() <= limits.maxDepth(),
                TOO_DEEP,
                "The request has fields more than " + limits.maxDepth()
                        + " deep within each other (devicetrail.graphql.max-depth).");
        unless(
                size.fields() <= limits.maxFields(),
                TOO_LARGE,
                "The request has more than " + limits.maxFields()
                        + " fields, fragments counted wherever they are spread (devicetrail.graphql.max-fields).");
        unless(
                size.values() <= limits.maxValues(),
                TOO_LARGE,
                "The answer could have " + size.values() + " values, each field counted on every row of its pages;"
                        + " the most are " + limits.maxValues()
                        + " (devicetrail.graphql.max-values). Ask for smaller pages.");
        return null;
    }

    private static void unless(boolean holds, String code, String message) {
        if (!holds) {
            throw refusal(code, message + " Ask in several requests.");
        }
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
