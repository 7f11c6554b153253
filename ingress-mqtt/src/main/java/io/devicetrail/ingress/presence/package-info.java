/** Leases: when a device was last heard, and the judge that turns silence into a judgement. */
@NullMarked
package io.devicetrail.ingress.presence;

import org.jspecify.annotations.NullMarked;
