/** Time-stamps of an authority (RFC 3161) over checkpoints: a bound from outside on when events were there at the latest. */
@NullMarked
package io.devicetrail.audit.timestamp;

import org.jspecify.annotations.NullMarked;
