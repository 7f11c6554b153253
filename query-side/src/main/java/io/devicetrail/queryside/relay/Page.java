package io.devicetrail.queryside.relay;

import io.devicetrail.queryside.graphql.QueryError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list, as a Relay connection. */
public record Page<T>(List<Edge<T>> edges, PageInfo pageInfo) {
    public static final String BAD_PAGE_SIZE = "BAD_PAGE_SIZE";
    /** Most rows of a page. */
    public static final int MOST = 1_000;

    public record Edge<T>(String cursor, T node) {}

    public record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {}

    /** @throws QueryError {@link #BAD_PAGE_SIZE} */
    public static int size(int first) {
        if (first < 1 || first > MOST) {
            throw new QueryError(BAD_PAGE_SIZE, "A page has 1 to 1,000 rows, not " + first + ".");
        }
        return first;
    }

    /**
     * @param rows up to one more than the page holds: its being there says that there is a next page
     * @param continued whether the page was asked for with a cursor
     */
    public static <T> Page<T> of(List<T> rows, int size, boolean continued, Function<T, String> cursor) {
        List<Edge<T>> edges = rows.stream()
                .limit(size)
                .map(row -> new Edge<>(cursor.apply(row), row))
                .toList();
        return new Page<>(edges, info(edges, rows.size() > size, continued));
    }

    public static <T> PageInfo info(List<Edge<T>> edges, boolean more, boolean continued) {
        return new PageInfo(
                more,
                continued,
                edges.isEmpty() ? null : edges.getFirst().cursor(),
                edges.isEmpty() ? null : edges.getLast().cursor());
    }
}
