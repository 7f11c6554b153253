package io.devicetrail.queryside.graphql;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Refuses texts that PostgreSQL does not hold, in whatever argument of whatever field: a question would fail inside,
 * and an event with one would stop every read model that comes to it, for ever. A mutation answers with its payload,
 * as it does when a rule refuses it.
 */
@Component
class StorableArguments extends SimplePerformantInstrumentation {
    /** Mutations have one argument of this name; a {@link UserError} names the fields inside. */
    private static final String INPUT = "input";

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        DataFetchingEnvironment field = parameters.getEnvironment();
        for (Map.Entry<String, Object> argument : field.getArguments().entrySet()) {
            UnstorableText found = UnstorableText.in(argument.getKey(), argument.getValue());
            if (found != null) {
                return refusal(field, argument.getValue(), found);
            }
        }
        return fetcher;
    }

    private static DataFetcher<?> refusal(DataFetchingEnvironment field, Object input, UnstorableText found) {
        if (field.getParentType() != field.getGraphQLSchema().getMutationType()) {
            return environment -> {
                throw new MalformedInput(found.name(), UnstorableText.PROBLEM);
            };
        }
        UnstorableText inside = found.without(INPUT);
        UserError error =
                new UserError(QueryErrors.MALFORMED_INPUT, inside.name() + " " + UnstorableText.PROBLEM, inside.path());
        MutationOutcome refused = new MutationOutcome(null, null, null, List.of(error), key(input));
        return environment -> refused;
    }

    private static @Nullable String key(Object input) {
        return input instanceof Map<?, ?> fields && fields.get("clientMutationId") instanceof String key ? key : null;
    }
}
