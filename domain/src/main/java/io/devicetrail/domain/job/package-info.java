/**
 * Jobs: one command for each device of a frozen cohort. A job is drafted with its cohort, started by who has seen how many
 * devices that are, hands out its commands at a rate, and halts by itself where too many devices fail: draft → running ⇄
 * paused → completed | halted | cancelled. What failed is tried again in a further round. It counts devices, not attempts.
 */
@NullMarked
package io.devicetrail.domain.job;

import org.jspecify.annotations.NullMarked;
