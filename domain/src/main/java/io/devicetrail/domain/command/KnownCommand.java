package io.devicetrail.domain.command;

import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import org.jspecify.annotations.Nullable;

/**
 * Of a command, what others than itself ask.
 *
 * @param hold null if it was never held; stays when it is released
 */
public record KnownCommand(
        CommandRequested request, @Nullable CommandHeld hold) {}
