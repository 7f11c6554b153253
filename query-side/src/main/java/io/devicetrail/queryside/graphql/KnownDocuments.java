package io.devicetrail.queryside.graphql;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.graphql.execution.GraphQlSource.SchemaResourceBuilder;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * Documents that were asked before are not parsed and validated again. What is remembered hangs on the text and the schema
 * alone; whether the caller may ask, how large the answer could be and the variables are checked each time.
 */
@Component
class KnownDocuments implements PreparsedDocumentProvider, GraphQlSourceBuilderCustomizer {
    /** Those not asked for the longest time are forgotten first. */
    static final int MOST = 500;

    /** A longer one is parsed each time: so all together take some 10 MB at most. */
    static final int LONGEST = 10_000;

    private final ConcurrentLruCache<String, AtomicReference<PreparsedDocumentEntry>> known =
            new ConcurrentLruCache<>(MOST, text -> new AtomicReference<>());

    @Override
    public void customize(SchemaResourceBuilder builder) {
        builder.configureGraphQl(graphql -> graphql.preparsedDocumentProvider(this));
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
        return CompletableFuture.completedFuture(
                input.getQuery().length() > LONGEST ? parse.apply(input) : remembered(input, parse));
    }

    private PreparsedDocumentEntry remembered(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
        AtomicReference<PreparsedDocumentEntry> place = known.get(input.getQuery());
        PreparsedDocumentEntry before = place.get();
        if (before != null) {
            return before;
        }
        PreparsedDocumentEntry entry = parse.apply(input);
        if (entry.hasErrors()) {
            known.remove(input.getQuery());
        } else {
            place.set(entry);
        }
        return entry;
    }
}
