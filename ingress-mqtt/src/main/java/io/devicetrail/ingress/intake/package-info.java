/** From arrival to commit: one bounded queue, one writer, one transaction per batch, acknowledgement after it. */
@NullMarked
package io.devicetrail.ingress.intake;

import org.jspecify.annotations.NullMarked;
