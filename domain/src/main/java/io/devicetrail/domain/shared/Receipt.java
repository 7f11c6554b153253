package io.devicetrail.domain.shared;

/**
 * What a caller holds after a command was accepted: the record it concerns and the log index of the command's last
 * event. A query asked {@code after} this position sees the change.
 *
 * @param subject id of the record the command addressed
 * @param position log index, 0 for the first event of the log (the same number is its leaf index in the ledger)
 */
public record Receipt(String subject, long position) {}
