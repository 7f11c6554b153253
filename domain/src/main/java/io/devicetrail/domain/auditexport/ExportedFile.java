package io.devicetrail.domain.auditexport;

/**
 * The file that was handed out.
 *
 * @param format as it was asked for, such as {@code csv}
 * @param upTo index of the newest event of the log that it knows of; -1 for an empty log
 * @param entries lines without a header
 * @param sha256 of its bytes, lower-case hexadecimal
 */
public record ExportedFile(String format, long upTo, long entries, long bytes, String sha256) {}
