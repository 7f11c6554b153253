/**
 * The audit trail for a person: {@code report.pdf}, PDF/A-3u, with the machine copy inside (21 CFR 11.10(b), 11.50(b);
 * EU GMP Annex 11, 8.1 and 8.2).
 *
 * <p>The pages are made from the bytes of the machine copy that the file holds, and from what its head says, so both
 * tell the same, and the same copy under the same head gives the same file. Memory does not grow with the pages.
 */
@NullMarked
package io.devicetrail.audit.report;

import org.jspecify.annotations.NullMarked;
