/** Runs of rollout plans: who may ask what of them is decided here, what follows from it in the domain; see docs/rollouts.md. */
@NullMarked
package io.devicetrail.commandside.rolloutrun;

import org.jspecify.annotations.NullMarked;
