package io.devicetrail.commandside.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLContext;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import io.devicetrail.domain.shared.RequestOver;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.support.ContextValueMethodArgumentResolver;

/** That both lists are handed what says whether anybody still waits for them, under the name by which it is put there. */
class ListDeadlineTest {
    private static final BooleanSupplier OVER = () -> true;

    @Test
    void aListKnowsWhetherItsRequestIsOver() {
        for (Class<?> lists : List.of(FactoryKeyMutations.class, PreregistrationMutations.class)) {
            MethodParameter over = over(lists);
            assertThat(given(over, Map.of(RequestOver.KEY, OVER))).isSameAs(OVER);
            assertThat(given(over, Map.of())).as("where nobody limits it").isNull();
        }
    }

    private static MethodParameter over(Class<?> lists) {
        Method mutation = Arrays.stream(lists.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(MutationMapping.class))
                .findFirst()
                .orElseThrow();
        return new MethodParameter(
                mutation, Arrays.asList(mutation.getParameterTypes()).indexOf(BooleanSupplier.class));
    }

    private static @Nullable Object given(MethodParameter parameter, Map<String, Object> context) {
        DataFetchingEnvironment environment = DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .graphQLContext(GraphQLContext.of(context))
                .build();
        return new ContextValueMethodArgumentResolver().resolveArgument(parameter, environment);
    }
}
