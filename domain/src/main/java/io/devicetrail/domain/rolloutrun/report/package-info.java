/**
 * What a run came to, told from its events alone, now or as of any moment: {@link
 * io.devicetrail.domain.rolloutrun.report.RolloutAccount} takes them in their order and gives the {@link
 * io.devicetrail.domain.rolloutrun.report.RolloutReport}. The same events give the same report, without a clock, so that
 * an answer and an export say the same of the same log.
 */
@NullMarked
package io.devicetrail.domain.rolloutrun.report;

import org.jspecify.annotations.NullMarked;
