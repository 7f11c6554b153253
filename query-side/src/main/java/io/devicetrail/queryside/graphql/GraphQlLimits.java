package io.devicetrail.queryside.graphql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one GraphQL request may ask for. GraphiQL's question about the schema is 15 levels deep; a lower depth
 * leaves it without help.
 *
 * @param maxDepth most fields within each other
 * @param maxFields most fields in all, under whatever alias, fragments counted wherever they are spread
 * @param maxValues most values that the answer may hold: each field once for every row of the pages it is on
 * @param maxAliases most fields under another name
 * @param maxDirectives most directives
 */
@ConfigurationProperties("devicetrail.graphql")
record GraphQlLimits(
        @DefaultValue("20") int maxDepth,
        @DefaultValue("1000") int maxFields,
        @DefaultValue("250000") int maxValues,
        @DefaultValue("100") int maxAliases,
        @DefaultValue("50") int maxDirectives) {
    private static final int DEEPEST = 100;
    private static final int LARGEST = 10_000;
    private static final int MOST_VALUES = 10_000_000;
    private static final int MOST_MARKS = 1_000;

    GraphQlLimits {
        require("max-depth", maxDepth, 1, DEEPEST);
        require("max-fields", maxFields, 1, LARGEST);
        require("max-values", maxValues, 1, MOST_VALUES);
        require("max-aliases", maxAliases, 0, MOST_MARKS);
        require("max-directives", maxDirectives, 0, MOST_MARKS);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "devicetrail.graphql." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
