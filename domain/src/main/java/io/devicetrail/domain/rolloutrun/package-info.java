/**
 * Runs of rollout plans: a run takes one revision of a plan and a frozen cohort, is started when the plan is signed as its
 * tenant asks, offers the release wave by wave, and halts by itself where too many devices fail: created → running ⇄
 * soaking, either ⇄ paused, → completed | halted | aborted, and halted → aborted. What failed is offered it again in a further round. All of it
 * is decided here, without a clock, and counts devices, not reports.
 */
@NullMarked
package io.devicetrail.domain.rolloutrun;

import org.jspecify.annotations.NullMarked;
