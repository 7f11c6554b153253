package io.devicetrail.queryside.graphql;

import graphql.execution.CoercedVariables;
import graphql.execution.ExecutionContext;
import graphql.execution.ValuesResolver;
import graphql.introspection.Introspection;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How deep an operation is, how many fields it has, and how many values its answer may hold, each fragment counted
 * wherever it is spread.
 *
 * @param fields never more than {@link Integer#MAX_VALUE}: thirty fragments that spread each other twice have more
 * @param values each field once for every row of the pages it is on; never more than {@link Integer#MAX_VALUE}
 */
record RequestSize(int depth, int fields, int values) {
    private static final RequestSize NOTHING = new RequestSize(0, 0, 0);
    /** Arguments that say how long a list is. */
    private static final List<String> SIZES = List.of("first", "points");

    /** Of an operation that passed validation: no fragment spreads itself. */
    static RequestSize of(ExecutionContext request) {
        GraphQLSchema schema = request.getGraphQLSchema();
        GraphQLCompositeType root = switch (request.getOperationDefinition().getOperation()) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
        return new Measurement(request).of(request.getOperationDefinition().getSelectionSet(), root);
    }

    private RequestSize beside(RequestSize other) {
        return new RequestSize(
                Math.max(depth, other.depth),
                limited((long) fields + other.fields),
                limited((long) values + other.values));
    }

    private RequestSize withinField(int rows) {
        return new RequestSize(depth + 1, limited(fields + 1L), limited((long) values * rows + 1));
    }

    private static int limited(long number) {
        return (int) Math.min(Integer.MAX_VALUE, number);
    }

    /** Measures each fragment once, so that its own time grows with the document and not with what that stands for. */
    private static final class Measurement {
        private final ExecutionContext request;
        private final GraphQLSchema schema;
        private final Map<String, RequestSize> measured = new HashMap<>();

        Measurement(ExecutionContext request) {
            this.request = request;
            this.schema = request.getGraphQLSchema();
        }

        RequestSize of(@Nullable SelectionSet selections, @Nullable GraphQLType type) {
            RequestSize size = NOTHING;
            if (selections != null && type instanceof GraphQLCompositeType owner) {
                for (Selection<?> selection : selections.getSelections()) {
                    size = size.beside(of(selection, owner));
                }
            }
            return size;
        }

        private RequestSize of(Selection<?> selection, GraphQLCompositeType owner) {
            return switch (selection) {
                case Field field -> ofField(field, owner);
                case InlineFragment inline ->
                    of(
                            inline.getSelectionSet(),
                            inline.getTypeCondition() == null
                                    ? owner
                                    : schema.getType(inline.getTypeCondition().getName()));
                case FragmentSpread spread -> ofFragment(spread.getName());
                default -> throw new IllegalArgumentException("no selection of GraphQL: " + selection);
            };
        }

        private RequestSize ofField(Field field, GraphQLCompositeType owner) {
            GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, owner, field.getName());
            return of(field.getSelectionSet(), GraphQLTypeUtil.unwrapAll(definition.getType()))
                    .withinField(rows(field, definition));
        }

        /** Of a page as many as are asked for, be it by default; what is no page counts once. */
        private int rows(Field field, GraphQLFieldDefinition definition) {
            String named = SIZES.stream()
                    .filter(name -> definition.getArgument(name) != null)
                    .findFirst()
                    .orElse(null);
            if (named == null) {
                return 1;
            }
            CoercedVariables variables = request.getCoercedVariables();
            Object size = ValuesResolver.getArgumentValues(
                            schema.getCodeRegistry(),
                            definition.getArguments(),
                            field.getArguments(),
                            variables,
                            request.getGraphQLContext(),
                            request.getLocale())
                    .get(named);
            return size instanceof Integer rows ? Math.max(1, rows) : 1;
        }

        private RequestSize ofFragment(String name) {
            RequestSize known = measured.get(name);
            if (known != null) {
                return known;
            }
            FragmentDefinition fragment = request.getFragmentsByName().get(name);
            RequestSize size = fragment == null
                    ? NOTHING
                    : of(
                            fragment.getSelectionSet(),
                            schema.getType(fragment.getTypeCondition().getName()));
            measured.put(name, size);
            return size;
        }
    }
}
