/**
 * As much of PDF 1.7 and PDF/A-3u (ISO 19005-3) as a report of text takes, written from front to back: what was written
 * is not kept but its place. The same calls give the same bytes.
 */
@NullMarked
package io.devicetrail.audit.report.pdf;

import org.jspecify.annotations.NullMarked;
