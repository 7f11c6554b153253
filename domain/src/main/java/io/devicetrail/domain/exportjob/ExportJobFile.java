package io.devicetrail.domain.exportjob;

/**
 * One file of a job.
 *
 * @param format as an export of it says, such as {@code csv}
 * @param entries lines with contents of events, or their events; 0 for what has none
 * @param sha256 of its bytes, lower-case hexadecimal
 */
public record ExportJobFile(String name, String format, long entries, long bytes, String sha256) {}
