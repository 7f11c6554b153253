package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import io.devicetrail.artifacts.store.DamagedFileException;
import io.devicetrail.artifacts.upload.UploadDesk.Standing;
import io.devicetrail.domain.shared.MalformedInput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /artifacts?tenant=…} begins an upload, {@code HEAD} of its address tells the offset, {@code PATCH} goes on
 * there, {@code DELETE} gives it up. The request's own thread reads, as a piece may take longer than an asynchronous
 * response is given. That who asks has the permission was asked before.
 */
@RestController
final class UploadController {
    /** Response header of the last piece: the artifact's id. */
    static final String ARTIFACT = "Devicetrail-Artifact";

    /** Response header of the last piece: log index at which the artifact is seen. */
    static final String POSITION = "Devicetrail-Log-Position";

    private static final String EXTENSIONS = "creation,expiration,termination";
    private static final Logger LOG = LoggerFactory.getLogger(UploadController.class);

    private final UploadDesk desk;
    private final ArtifactLog log;
    private final ArtifactSettings settings;

    UploadController(UploadDesk desk, ArtifactLog log, ArtifactSettings settings) {
        this.desk = desk;
        this.log = log;
        this.settings = settings;
    }

    @RequestMapping(path = "/artifacts", method = RequestMethod.OPTIONS)
    void options(HttpServletResponse response) {
        speak(response);
        response.setHeader("Tus-Version", UploadHeaders.VERSION);
        response.setHeader("Tus-Extension", EXTENSIONS);
        response.setHeader("Tus-Max-Size", Long.toString(settings.largest().toBytes()));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @PostMapping("/artifacts")
    void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadHeaders said = said(request, response);
        Standing begun = desk.begin(said.tenant(), log.uploader(request), said.file());
        response.setHeader(
                "Location",
                "/artifacts/" + begun.upload().id() + "?tenant="
                        + begun.upload().tenant());
        tell(response, begun);
        response.setStatus(HttpServletResponse.SC_CREATED);
    }

    @RequestMapping(path = "/artifacts/{id}", method = RequestMethod.HEAD)
    void find(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadHeaders said = said(request, response);
        Standing standing = desk.find(said.tenant(), log.uploader(request), upload(id));
        tell(response, standing);
        response.setHeader(
                UploadHeaders.LENGTH, Long.toString(standing.upload().file().size()));
    }

    @PatchMapping("/artifacts/{id}")
    void append(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadHeaders said = said(request, response);
        said.requirePiece();
        Standing standing =
                desk.append(said.tenant(), log.uploader(request), upload(id), said.offset(), request.getInputStream());
        tell(response, standing);
        if (standing.recorded() != null) {
            response.setHeader(ARTIFACT, standing.recorded().artifact().toString());
            response.setHeader(POSITION, Long.toString(standing.recorded().position()));
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @DeleteMapping("/artifacts/{id}")
    void giveUp(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadHeaders said = said(request, response);
        desk.giveUp(said.tenant(), upload(id));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static UploadHeaders said(HttpServletRequest request, HttpServletResponse response) {
        speak(response);
        UploadHeaders said = new UploadHeaders(request);
        said.requireVersion();
        return said;
    }

    private static UUID upload(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw UploadRefusal.unknown();
        }
    }

    private static void speak(HttpServletResponse response) {
        response.setHeader(UploadHeaders.RESUMABLE, UploadHeaders.VERSION);
        response.setHeader("Cache-Control", "no-store");
    }

    private static void tell(HttpServletResponse response, Standing standing) {
        response.setHeader(UploadHeaders.OFFSET, Long.toString(standing.offset()));
        response.setHeader(
                "Upload-Expires",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(standing.expires().atOffset(ZoneOffset.UTC)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refuse(UploadRefusal refusal) {
        return problem(refusal.status(), refusal.code(), refusal.sentence());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refuse(MalformedInput refusal) {
        return problem(UploadRefusal.BAD_REQUEST, "MALFORMED_INPUT", String.valueOf(refusal.getMessage()));
    }

    /** The bytes that were brought stay where they are. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refuse(DamagedFileException damaged) {
        LOG.error("An upload did not go on record", damaged);
        return problem(
                UploadRefusal.UNAVAILABLE,
                "ARTIFACT_DAMAGED",
                "What the store has under this hash is not what it was; an operator has to look. Then ask for the offset,"
                        + " and go on from there.");
    }

    /** Of somebody who broke off nobody hears this answer. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> fail(IOException failure) {
        LOG.warn("A piece of an upload was not taken whole: {}", failure.toString());
        return problem(
                UploadRefusal.UNAVAILABLE,
                "STORAGE_UNAVAILABLE",
                "The piece could not be stored whole; ask for the offset, and go on from there.");
    }

    private static ResponseEntity<ProblemDetail> problem(int status, String code, String sentence) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), sentence);
        problem.setProperty("code", code);
        return ResponseEntity.status(status).body(problem);
    }
}
