package io.devicetrail.queryside;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.RequestOver;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.test.tester.ExecutionGraphQlServiceTester;
import org.springframework.graphql.test.tester.GraphQlTester;

/** Asks in somebody's name, as the transports put it into the request. */
final class Asking {
    private final ExecutionGraphQlService service;

    Asking(ExecutionGraphQlService service) {
        this.service = service;
    }

    GraphQlTester as(PersonId person) {
        return as(new Caller(
                ActorType.PERSON, person.toString(), "Ada L.", "auditor", "pwd,otp", "10.0.0.7", "test", null, null));
    }

    /** @param caller null for a request that nobody is known to have sent */
    GraphQlTester as(@Nullable Caller caller) {
        return as(caller, () -> true, () -> false);
    }

    /** @param over whether nobody waits for the answer any more */
    GraphQlTester waiting(PersonId person, BooleanSupplier over) {
        return as(
                new Caller(
                        ActorType.PERSON,
                        person.toString(),
                        "Ada L.",
                        "auditor",
                        "pwd,otp",
                        "10.0.0.7",
                        "test",
                        null,
                        null),
                () -> true,
                over);
    }

    /** @param standing whether they are signed in still */
    GraphQlTester as(PersonId person, BooleanSupplier standing) {
        return as(
                new Caller(
                        ActorType.PERSON,
                        person.toString(),
                        "Ada",
                        "auditor",
                        "pwd,otp",
                        "10.0.0.7",
                        "test",
                        null,
                        null),
                standing,
                () -> false);
    }

    private GraphQlTester as(@Nullable Caller caller, BooleanSupplier standing, BooleanSupplier over) {
        return ExecutionGraphQlServiceTester.builder(service)
                .configureExecutionInput((input, builder) -> builder.graphQLContext(context -> {
                            if (caller != null) {
                                context.put("caller", caller)
                                        .put("caller.standing", standing)
                                        .put(RequestOver.KEY, over);
                            }
                        })
                        .build())
                .build();
    }
}
