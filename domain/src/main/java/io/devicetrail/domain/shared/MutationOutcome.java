package io.devicetrail.domain.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mutation came to: accepted with a position, or refused with errors. The query side looks the subject up, at
 * that position, to show it as it now is.
 *
 * @param subject id of the record the mutation concerns; null if refused
 * @param related id of a second record the mutation made, if it made one
 * @param position log index of the mutation's last event; null if refused
 * @param clientMutationId as the caller sent it
 */
public record MutationOutcome(
        @Nullable String subject,
        @Nullable String related,
        @Nullable Long position,
        List<UserError> errors,
        @Nullable String clientMutationId) {

    /** Why a rule refused the mutation. */
    public record UserError(String code, String message, List<String> path) {}
}
