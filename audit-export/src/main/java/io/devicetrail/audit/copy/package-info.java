/**
 * Copies of the audit trail for people and programs: CSV, JSON Lines and a manifest that says what was copied from
 * which log and what the bytes hash to (21 CFR 11.10(b)).
 */
@NullMarked
package io.devicetrail.audit.copy;

import org.jspecify.annotations.NullMarked;
