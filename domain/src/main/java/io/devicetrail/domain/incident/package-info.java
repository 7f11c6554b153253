/**
 * Incidents: what somebody should look at. Opened and closed by the platform on what the log says, never by hand;
 * people acknowledge and annotate them, and that is on record (EU GMP Annex 11, 13).
 *
 * <p>opened → (recurred, acknowledged, noted)* → closed; the next one of the same kind about the same thing is the next
 * episode of the same record, so that two of them are never open at once.
 */
@NullMarked
package io.devicetrail.domain.incident;

import org.jspecify.annotations.NullMarked;
