package io.devicetrail.audit.job;

import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.auditexport.ExportId;
import jakarta.servlet.http.HttpServletRequest;

/** Puts on record who was given which file of a job (draft EU GMP Annex 11, 12.1). */
@FunctionalInterface
public interface FetchLog {
    /**
     * Of who sent the request. Each person has an export of each file, however often and in however many parts they fetch
     * it: they are given the same bytes.
     *
     * @throws LogUnreadable if the log did not take it, or they may not have it any more; they are given nothing then
     */
    ExportId fetched(HttpServletRequest request, ExportJobs.Held file) throws LogUnreadable;
}
