package io.devicetrail.commandside.sending;

import org.jspecify.annotations.Nullable;

/**
 * The request around a command.
 *
 * @param name the mutation's name in the schema
 * @param clientMutationId idempotency key: the same key, mutation and caller are the same request
 */
public record Mutation(
        String name,
        @Nullable String clientMutationId,
        @Nullable String reason,
        @Nullable String reasonCode) {

    /** A mutation of which no reason is asked. */
    public static Mutation of(String name, @Nullable String clientMutationId) {
        return new Mutation(name, clientMutationId, null, null);
    }
}
