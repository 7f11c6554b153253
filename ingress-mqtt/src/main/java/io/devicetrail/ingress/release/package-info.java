/** Quarantined messages that somebody has released: read again, as of their arrival, with what is known now. */
@NullMarked
package io.devicetrail.ingress.release;

import org.jspecify.annotations.NullMarked;
