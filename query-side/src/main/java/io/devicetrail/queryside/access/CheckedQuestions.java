package io.devicetrail.queryside.access;

import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.queryside.graphql.RequestDeadline;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.stereotype.Component;

/**
 * Checks every question and every stream before it is answered: who asks must be a person, or a machine by its key, that holds the operation's
 * permission somewhere, and a field of the schema that has no permission is answered to nobody (21 CFR 11.10(g)).
 * Mutations are checked where commands are. What the question then sees is the {@link Reach} of its permission; fields
 * within the answer see what any role of the asker reaches. The record that a change answers with is shown to who may ask
 * for it: a key, or a tenant's own role, may be there to change and not to look.
 */
@Component
class CheckedQuestions extends SimplePerformantInstrumentation {
    /** Where the request's {@link Caller} is. */
    private static final String CALLER = "caller";

    /** Whether the caller is signed in still; absent where there is no session that could end. */
    private static final String STANDING = "caller.standing";

    private static final String INTROSPECTION = "__";
    /** What the names of the types end in that changes answer with. */
    private static final String PAYLOAD = "Payload";

    /** What it takes to be shown the record that a change answers with. */
    private static final Map<String, Permission> READS = Map.of(
            "Device", Permission.DEVICE,
            "Incident", Permission.INCIDENT,
            "DeviceTwin", Permission.DEVICE_TWIN,
            "DeviceModel", Permission.DEVICE_MODEL,
            "Command", Permission.COMMAND,
            "RolloutPlan", Permission.ROLLOUT_PLAN,
            "Rollout", Permission.ROLLOUT,
            "SoftwareRelease", Permission.SOFTWARE_RELEASE,
            "Job", Permission.JOB,
            "ExportJob", Permission.EXPORT_JOB);

    private final Authorities authorities;
    private final Denials denials;
    private final OpenStreams streams = new OpenStreams();

    CheckedQuestions(Authorities authorities, Denials denials) {
        this.authorities = authorities;
        this.denials = denials;
    }

    /** Before the first field: from here on every thread that fetches has a reach. Nothing is read yet. */
    @Override
    public ExecutionContext instrumentExecutionContext(
            ExecutionContext execution,
            InstrumentationExecutionParameters parameters,
            @Nullable InstrumentationState state) {
        GraphQLContext context = execution.getGraphQLContext();
        // What a caller could have put there is never believed.
        context.delete(Asker.class).delete(Reach.KEY);
        asker(context).ifPresent(asker -> context.put(Asker.class, asker).put(Reach.KEY, Reach.ofAnyRole(asker)));
        return execution;
    }

    private Optional<Asker> asker(GraphQLContext context) {
        return context.get(CALLER) instanceof Caller caller && isKnown(caller)
                ? Optional.of(new Asker(authorities, caller, standing(context)))
                : Optional.empty();
    }

    private static BooleanSupplier standing(GraphQLContext context) {
        return context.get(STANDING) instanceof BooleanSupplier standing ? standing : () -> true;
    }

    private static boolean isKnown(Caller caller) {
        try {
            UUID.fromString(caller.actorId());
            return caller.actorType().asksForPermission();
        } catch (IllegalArgumentException nobodyRegistered) {
            return false;
        }
    }

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        DataFetchingEnvironment field = parameters.getEnvironment();
        String operation = field.getFieldDefinition().getName();
        if (isOfPayload(field)) {
            Permission reads = READS.get(typeOf(field));
            return reads == null ? fetcher : environment -> record(reads, fetcher, environment);
        }
        if (!asks(field) || operation.startsWith(INTROSPECTION)) {
            return fetcher;
        }
        return environment -> answer(operation, fetcher, environment);
    }

    private static boolean isOfPayload(DataFetchingEnvironment field) {
        return field.getParentType() instanceof GraphQLObjectType parent
                && parent.getName().endsWith(PAYLOAD);
    }

    private static String typeOf(DataFetchingEnvironment field) {
        return GraphQLTypeUtil.unwrapAll(field.getFieldType()).getName();
    }

    /** As the question for it would show it, which is where that may be asked and nowhere else. */
    private static @Nullable Object record(
            Permission reads, DataFetcher<?> fetcher, DataFetchingEnvironment environment) throws Exception {
        Asker asker = environment.getGraphQlContext().get(Asker.class);
        return asker == null || asker.authority().placesFor(reads).isEmpty()
                ? null
                : fetcher.get(reaching(environment, Reach.ofAnyRole(asker).of(reads)));
    }

    private static boolean asks(DataFetchingEnvironment field) {
        GraphQLSchema schema = field.getGraphQLSchema();
        return is(schema.getQueryType(), field) || is(schema.getSubscriptionType(), field);
    }

    private static boolean is(@Nullable GraphQLObjectType type, DataFetchingEnvironment field) {
        return type != null
                && field.getParentType() instanceof GraphQLObjectType parent
                && type.getName().equals(parent.getName());
    }

    /** What is denied goes on record, also where the answer does not tell that it was. */
    private @Nullable Object answer(String operation, DataFetcher<?> fetcher, DataFetchingEnvironment environment)
            throws Exception {
        String tenant = tenant(environment);
        try {
            Object value = checked(operation, tenant, fetcher, environment);
            Asker asker = environment.getGraphQlContext().get(Asker.class);
            if (tenant != null && asker.authority().places().stream().noneMatch(place -> place.isOf(tenant))) {
                denied(operation, tenant, environment);
            }
            return value;
        } catch (NotAuthorised e) {
            denied(operation, tenant, environment);
            throw e;
        }
    }

    private void denied(String operation, @Nullable String tenant, DataFetchingEnvironment environment) {
        if (environment.getGraphQlContext().get(CALLER) instanceof Caller caller && isKnown(caller)) {
            denials.denied(caller, operation, tenant == null ? "" : tenant);
        }
    }

    private @Nullable Object checked(
            String operation, @Nullable String tenant, DataFetcher<?> fetcher, DataFetchingEnvironment environment)
            throws Exception {
        Asker asker = environment.getGraphQlContext().get(Asker.class);
        if (asker == null) {
            throw NotAuthorised.noPerson(operation);
        }
        Permission permission = Permission.of(operation).orElseThrow(() -> NotAuthorised.nobody(operation));
        require(asker.authority(), permission, tenant);
        RequestDeadline.require(environment.getGraphQlContext());
        Object value = fetcher.get(reaching(environment, Reach.ofAnyRole(asker).of(permission)));
        return value instanceof Publisher<?> stream
                ? streams.of(
                        asker.id(),
                        CheckedStream.of(stream, asker, authority -> require(authority, permission, tenant)))
                : value;
    }

    /**
     * Who has no role at all in the tenant is not refused but sees nothing of it: the same as of a tenant that does not
     * exist.
     */
    private static void require(Authority authority, Permission permission, @Nullable String tenant) {
        boolean elsewhere = authority.placesFor(permission).isEmpty();
        boolean there = tenant != null
                && authority.places().stream().anyMatch(place -> place.isOf(tenant))
                && authority.placesFor(permission).stream().noneMatch(place -> place.isOf(tenant));
        if (elsewhere || there) {
            throw NotAuthorised.lacking(permission);
        }
    }

    /** That the question is about; null if it is about none or names a record. */
    private static @Nullable String tenant(DataFetchingEnvironment environment) {
        Object tenant = environment.getArgument("search") instanceof Map<?, ?> search
                ? search.get("tenant")
                : environment.getArgument("tenant");
        return tenant instanceof String name ? GlobalId.local("Tenant", name) : null;
    }

    /** A field's own context wins over the request's, and what is within the field does not inherit it. */
    private static DataFetchingEnvironment reaching(DataFetchingEnvironment environment, Reach reach) {
        return DataFetchingEnvironmentImpl.newDataFetchingEnvironment(environment)
                .localContext(GraphQLContext.newContext().of(Reach.KEY, reach).build())
                .build();
    }
}
