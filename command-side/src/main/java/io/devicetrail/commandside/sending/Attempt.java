package io.devicetrail.commandside.sending;

/**
 * A try to send a command.
 *
 * @param messageId of the command message, the same for each try; the log accepts it once
 * @param again whether it may have been sent before, so that it is looked for in the log first
 */
public record Attempt(String messageId, boolean again) {}
