/** Twins: what is desired of devices on its way down, what they report on its way up. */
@NullMarked
package io.devicetrail.ingress.twin;

import org.jspecify.annotations.NullMarked;
