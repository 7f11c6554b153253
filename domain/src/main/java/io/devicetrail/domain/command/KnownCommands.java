package io.devicetrail.domain.command;

import java.util.Optional;

/** Tells of commands as the log does now: no copy that is yet to catch up. */
public interface KnownCommands {
    /** Empty for a command that was never requested. */
    Optional<KnownCommand> command(CommandId command);
}
