package io.devicetrail.audit.job;

import io.devicetrail.audit.copy.MadeFile;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /export-jobs/{job}/files/{name}?tenant=…}: a file of a job, or a part of it. That who asks may export at the
 * tenant was asked before, and is asked again by what puts it on record, before the first byte.
 */
@RestController
final class ExportFileController {
    /** Response header: id of the export as a record of the log; of what has no contents of events there is none. */
    static final String EXPORT_HEADER = "Devicetrail-Export";

    private final ExportJobs jobs;
    private final FetchLog log;

    ExportFileController(ExportJobs jobs, FetchLog log) {
        this.jobs = jobs;
        this.log = log;
    }

    @GetMapping("/export-jobs/{job}/files/{name}")
    void fetch(
            @PathVariable String job,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ExportJobs.Held held =
                jobs.file(tenant(request), id(job), name).orElseThrow(() -> new NoSuchFileException(name));
        ExportJobFile file = held.file();
        MadeFile made = new MadeFile(file.name(), file.format(), file.entries(), file.bytes(), file.sha256());
        try (FileChannel content = FileChannel.open(held.path(), StandardOpenOption.READ)) {
            if (made.isOfEvents()) {
                response.setHeader(EXPORT_HEADER, log.fetched(request, held).toString());
            }
            String tag = '"' + file.sha256() + '"';
            response.setHeader("ETag", tag);
            response.setHeader("Accept-Ranges", "bytes");
            response.setHeader("Cache-Control", "no-store");
            Optional<FetchedPart> part =
                    FetchedPart.of(request.getHeader("Range"), request.getHeader("If-Range"), tag, file.bytes());
            if (part.isPresent() && !part.get().satisfiable()) {
                response.setHeader("Content-Range", "bytes */" + file.bytes());
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                return;
            }
            response.setContentType(made.mediaType());
            response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
            send(part, file.bytes(), content, response);
        }
    }

    private static void send(Optional<FetchedPart> part, long size, FileChannel content, HttpServletResponse response)
            throws IOException {
        FetchedPart given = part.orElseGet(() -> FetchedPart.whole(size));
        if (part.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + given.first() + "-" + given.last() + "/" + size);
        }
        response.setContentLengthLong(given.length());
        given.write(content, response.getOutputStream());
    }

    /** Once, as which of two was asked about its permission nobody could tell. */
    private static TenantId tenant(HttpServletRequest request) {
        String[] named = request.getParameterValues("tenant");
        if (named == null || named.length != 1) {
            throw new MalformedInput("tenant", "is given once: add tenant= and the tenant's short name");
        }
        return TenantId.of(named[0]);
    }

    private static ExportJobId id(String job) throws NoSuchFileException {
        try {
            return new ExportJobId(UUID.fromString(job));
        } catch (IllegalArgumentException noId) {
            throw new NoSuchFileException(job);
        }
    }

    @ExceptionHandler
    ProblemDetail refuse(MalformedInput refusal) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refusal.getMessage());
        problem.setTitle("The file was asked for wrongly");
        problem.setProperty("parameter", refusal.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail refuse(NoSuchFileException refusal) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND,
                "There is no such file of an export job of this tenant: the job is not made, or its files were deleted"
                        + " after their time. Ask for it again.");
        problem.setTitle("There is no such file");
        return problem;
    }

    @ExceptionHandler
    ProblemDetail fail(LogUnreadable failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
        problem.setTitle("The export could not be put on record");
        return problem;
    }
}
