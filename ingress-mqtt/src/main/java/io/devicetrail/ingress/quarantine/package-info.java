/** Messages that did not fit, kept as they came, each with a stable code. */
@NullMarked
package io.devicetrail.ingress.quarantine;

import org.jspecify.annotations.NullMarked;
