package io.devicetrail.queryside.graphql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one GraphQL request may ask for. GraphiQL's question about the schema is 15 levels deep; a lower depth
 * leaves it without help.
 *
 * @param maxDepth most fields within each other
 * @param maxFields most fields in all, under whatever alias, fragments counted wherever they are spread
 */
@ConfigurationProperties("devicetrail.graphql")
record GraphQlLimits(
        @DefaultValue("20") int maxDepth,
        @DefaultValue("1000") int maxFields) {
    private static final int DEEPEST = 100;
    private static final int LARGEST = 10_000;

    GraphQlLimits {
        if (maxDepth < 1 || maxDepth > DEEPEST || maxFields < 1 || maxFields > LARGEST) {
            throw new IllegalArgumentException(
                    "devicetrail.graphql: max-depth must be 1 to " + DEEPEST + ", max-fields 1 to " + LARGEST);
        }
    }
}
