/** Runs jobs: lets their ticks pass, sends what they hand out, and tells them how it ended. */
@NullMarked
package io.devicetrail.sagas.job;

import org.jspecify.annotations.NullMarked;
