/**
 * Copies of the audit trail that are made in the background (21 CFR 11.10(b)).
 *
 * <p>{@code REQUESTED} by somebody who says why; as of the event before the request, or an earlier one. {@code MADE}: the
 * files are there, with their hashes, and may be fetched, each fetching being an export of its own. {@code REMOVED} when
 * they were kept for their time. Or {@code FAILED}, or {@code CANCELLED} by who asked.
 */
@NullMarked
package io.devicetrail.domain.exportjob;

import org.jspecify.annotations.NullMarked;
