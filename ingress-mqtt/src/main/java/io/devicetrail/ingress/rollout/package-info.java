/** Offers of rollouts on their way to devices, and what devices report of them. */
@NullMarked
package io.devicetrail.ingress.rollout;

import org.jspecify.annotations.NullMarked;
