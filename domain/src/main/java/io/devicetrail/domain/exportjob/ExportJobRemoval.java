package io.devicetrail.domain.exportjob;

/** Why the files of an export job were deleted. */
public enum ExportJobRemoval {
    /** They were kept for their time. */
    TIME_OVER,
    /** Later jobs of the tenant needed the place: only so many are kept. */
    TOO_MANY
}
