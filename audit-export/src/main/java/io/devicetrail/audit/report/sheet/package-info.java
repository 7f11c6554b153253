/**
 * Pages of headed tables as PDF/A-3u with one file attached, whatever they are of. Only one page is in memory, and what
 * others wrote is shown character by character.
 */
@NullMarked
package io.devicetrail.audit.report.sheet;

import org.jspecify.annotations.NullMarked;
