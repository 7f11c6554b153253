package io.devicetrail.domain.exportjob;

/** Where an export job is in its life. */
public enum ExportJobState {
    /** It waits, or is being made. */
    REQUESTED,
    /** Its files can be fetched. */
    MADE,
    /** It came to nothing. */
    FAILED,
    /** Given up by who asked for it. */
    CANCELLED,
    /** Its files were deleted. */
    REMOVED
}
