/**
 * What a run decides, from its state and a command or a report to events: pure, without a clock, and compact, as a run has
 * ten thousand devices and forty thousand reports. {@link io.devicetrail.domain.rolloutrun.decision.RolloutRun} is the
 * state; the rules are beside it, one a file.
 */
@NullMarked
package io.devicetrail.domain.rolloutrun.decision;

import org.jspecify.annotations.NullMarked;
