package io.devicetrail.audit.copy;

import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.MachineCopy;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.shared.MalformedInput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /audit-export}: a copy as an attachment.
 *
 * <p>The request's own thread writes, as a copy may take longer than an asynchronous response is given. A failure in
 * the middle breaks the connection off, so that no client can take a part for the whole. So does a log that does not
 * take the event of it: nobody has a whole file that is not on record.
 */
@RestController
final class AuditExportController {
    /** Response header: the log's head that the copy was made from; ask with {@code head=} for the same again. */
    static final String HEAD_HEADER = "Devicetrail-Log-Head";

    /** Response header: id of the export as a record of the log, with the file's hash; a manifest is none. */
    static final String EXPORT_HEADER = "Devicetrail-Export";

    /** Response header of a manifest: the signed note over it, base64; {@code manifest.json.note} in a folder. */
    static final String NOTE_HEADER = "Devicetrail-Manifest-Note";

    /** Response header of a manifest: the CMS signature over it, DER in base64; {@code manifest.json.p7s}. */
    static final String CMS_HEADER = "Devicetrail-Manifest-Cms";

    private final AuditCopies copies;
    private final Reports reports;
    private final ExportLog log;

    AuditExportController(AuditCopies copies, Reports reports, ExportLog log) {
        this.copies = copies;
        this.reports = reports;
        this.log = log;
    }

    @GetMapping("/audit-export")
    void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CopyRequest asked = CopyRequest.of(request.getParameterMap());
        long head = asked.headIn(copies.head());
        copies.requireKnown(asked.filter().tenant());
        CopyFile file = asked.format();
        response.setHeader(HEAD_HEADER, Long.toString(head));
        response.setHeader("Cache-Control", "no-store");
        String reason = asked.reason();
        if (reason != null) {
            report(asked.filter(), head, log.begin(request, reason), reason, response);
        } else if (file == null) {
            manifest(asked.filter(), head, response);
        } else if (file instanceof ProofFile proof && !proof.isOfEvents()) {
            attach(response, file.mediaType(), file.fileName());
            copies.write(file, asked.filter(), head, response.getOutputStream(), AuditCopies.BeforeTheEnd.NOTHING);
        } else {
            ExportLog.Export export = log.begin(request, null);
            TrailFilter filter = asked.filter();
            attach(response, file.mediaType(), file.fileName());
            response.setHeader(EXPORT_HEADER, export.id().toString());
            copies.write(file, filter, head, response.getOutputStream(), made -> {
                // Mostly no event needs its payload as it is stored: an empty file says nothing about anything.
                if (file != ProofFile.PAYLOADS || made.entries() > 0) {
                    export.made(filter.tenant(), scope(filter), made);
                }
            });
        }
    }

    private void manifest(TrailFilter filter, long head, HttpServletResponse response) throws IOException {
        AuditCopies.Signed signed = copies.signed(filter, head);
        attach(response, "application/json", CopyManifest.FILE_NAME);
        CopySeal.Seal seal = signed.seal();
        if (seal != null) {
            response.setHeader(NOTE_HEADER, Base64.getEncoder().encodeToString(seal.note()));
            response.setHeader(CMS_HEADER, Base64.getEncoder().encodeToString(seal.cms()));
        }
        response.setContentLength(signed.manifest().length);
        response.getOutputStream().write(signed.manifest());
    }

    private void report(
            TrailFilter filter, long head, ExportLog.Export export, String reason, HttpServletResponse response)
            throws IOException {
        try (MachineCopy copy = reports.copyOf(filter, head)) {
            attach(response, AuditReport.MEDIA_TYPE, AuditReport.FILE_NAME);
            response.setHeader(EXPORT_HEADER, export.id().toString());
            reports.write(
                    reports.head(filter, head, export, reason),
                    copy,
                    response.getOutputStream(),
                    file -> export.made(filter.tenant(), scope(filter), file));
        }
    }

    private static ExportScope scope(TrailFilter filter) {
        return new ExportScope(filter.record(), filter.from(), filter.to(), filter.first(), filter.last());
    }

    private static void attach(HttpServletResponse response, String mediaType, String fileName) {
        response.setContentType(mediaType);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }

    @ExceptionHandler
    ProblemDetail refuse(MalformedInput refusal, HttpServletResponse response) {
        // That a record is no rollout is known when all of the log was read: nothing of a file may be left then.
        response.reset();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refusal.getMessage());
        problem.setTitle("The audit export was asked for wrongly");
        problem.setProperty("parameter", refusal.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refuse(UnknownTenant refusal) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, refusal.getMessage());
        problem.setTitle("There is no such tenant");
        problem.setProperty("parameter", "tenant");
        return problem;
    }

    @ExceptionHandler
    ProblemDetail fail(LogUnreadable failure, HttpServletResponse response) throws LogUnreadable {
        if (response.isCommitted()) {
            throw failure;
        }
        response.reset();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
        problem.setTitle("The log could not be read");
        return problem;
    }
}
