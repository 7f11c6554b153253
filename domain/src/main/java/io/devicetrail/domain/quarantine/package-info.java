/**
 * Releases of quarantined messages. What a device said and the ingress could not take is kept as it came; somebody may
 * decide that it is read again, as of its arrival, and that decision is on record (EU GMP Annex 11, 5 and 6). The message
 * itself is no event.
 */
@NullMarked
package io.devicetrail.domain.quarantine;

import org.jspecify.annotations.NullMarked;
