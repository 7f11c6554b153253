package io.devicetrail.queryside.graphql;

import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How deep an operation is and how many fields it has, each fragment counted wherever it is spread.
 *
 * @param fields never more than {@link Integer#MAX_VALUE}: thirty fragments that spread each other twice have more
 */
record RequestSize(int depth, int fields) {
    private static final RequestSize NOTHING = new RequestSize(0, 0);

    /** @param fragments of a document that passed validation: none spreads itself */
    static RequestSize of(OperationDefinition operation, Map<String, FragmentDefinition> fragments) {
        return new Measurement(fragments).of(operation.getSelectionSet());
    }

    private RequestSize beside(RequestSize other) {
        return new RequestSize(Math.max(depth, other.depth), sum(fields, other.fields));
    }

    private RequestSize withinField() {
        return new RequestSize(depth + 1, sum(fields, 1));
    }

    private static int sum(int one, int other) {
        return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
    }

    /** Measures each fragment once, so that its own time grows with the document and not with what that stands for. */
    private static final class Measurement {
        private final Map<String, FragmentDefinition> fragments;
        private final Map<String, RequestSize> measured = new HashMap<>();

        Measurement(Map<String, FragmentDefinition> fragments) {
            this.fragments = fragments;
        }

        RequestSize of(@Nullable SelectionSet selections) {
            RequestSize size = NOTHING;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    size = size.beside(of(selection));
                }
            }
            return size;
        }

        private RequestSize of(Selection<?> selection) {
            return switch (selection) {
                case Field field -> of(field.getSelectionSet()).withinField();
                case InlineFragment inline -> of(inline.getSelectionSet());
                case FragmentSpread spread -> ofFragment(spread.getName());
                default -> throw new IllegalArgumentException("no selection of GraphQL: " + selection);
            };
        }

        private RequestSize ofFragment(String name) {
            RequestSize known = measured.get(name);
            if (known != null) {
                return known;
            }
            FragmentDefinition fragment = fragments.get(name);
            RequestSize size = fragment == null ? NOTHING : of(fragment.getSelectionSet());
            measured.put(name, size);
            return size;
        }
    }
}
