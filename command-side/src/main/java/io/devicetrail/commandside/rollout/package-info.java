/** Rollout plans: one may be rewritten until it is withdrawn, and by nobody who has not seen what it says. */
@NullMarked
package io.devicetrail.commandside.rollout;

import org.jspecify.annotations.NullMarked;
