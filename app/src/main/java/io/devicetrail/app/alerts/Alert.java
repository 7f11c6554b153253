package io.devicetrail.app.alerts;

import java.time.Instant;
import java.util.Map;

/**
 * What somebody has to know now.
 *
 * @param alert {@code ACCOUNT_LOCKED}, {@code LEDGER_MISMATCH}, {@code ADMINISTRATOR_APPOINTED}, {@code SECOND_FACTOR_RESET} or
 *     {@code QUARANTINE_CHANGED}
 * @param index log index of the event: the same index again is the same alert
 * @param recordedAt UTC
 * @param message one sentence for a person
 * @param details by name; nothing secret
 */
record Alert(String alert, long index, Instant recordedAt, String message, Map<String, Object> details) {}
