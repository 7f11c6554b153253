/**
 * Corrections of the audit trail (21 CFR 11.10(e), EU GMP Annex 11, 9). An entry is never edited: a correction is an event
 * of its own that names the entry, the value in force before, the value that the entry should have said, and why. Both stay
 * visible. Nothing else changes by it: what a device is follows from the log as before.
 */
@NullMarked
package io.devicetrail.domain.correction;

import org.jspecify.annotations.NullMarked;
