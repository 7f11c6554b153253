/** Jobs: what is handed out when, and when no more is, is decided here; the table is in docs/jobs.md. */
@NullMarked
package io.devicetrail.commandside.job;

import org.jspecify.annotations.NullMarked;
