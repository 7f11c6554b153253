package io.devicetrail.app.rotation;

import io.devicetrail.app.access.Callers;
import io.devicetrail.app.rotation.KeyRotation.Rotated;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code {"reason":"…"}} rotates the ledger's keys and is answered with {@code {"position","keys","inForce"}}; 422 with
 * the rejection's code if a rule refused it, 409 if the place of the keys does not have new ones, 503 if the log did not
 * take it. Where the Ed25519 key is in a token, {@code "tokenKey"} names the new one there.
 *
 * <p>The header keeps a page in the operator's browser from posting here: another origin cannot set it unasked.
 */
@RestController
class KeyRotationController {
    static final String HEADER = "X-Devicetrail-Operation";
    static final String ROTATE = "rotate-ledger-key";
    static final String PATH = "/operations/rotate-ledger-key";

    private final KeyRotation rotation;
    private final Callers callers;

    KeyRotationController(KeyRotation rotation, Callers callers) {
        this.rotation = rotation;
        this.callers = callers;
    }

    record Request(
            @Nullable String reason,
            @Nullable String reasonCode,
            @Nullable String tokenKey) {}

    @PostMapping(path = PATH, headers = HEADER + "=" + ROTATE)
    ResponseEntity<?> rotate(@RequestBody Request asked, HttpServletRequest request)
            throws IOException, InterruptedException {
        Caller caller = callers.callerOf(request);
        Rotated rotated = rotation.rotate(caller, asked.reason(), asked.reasonCode(), asked.tokenKey());
        if (rotated.outcome().errors().isEmpty()) {
            return ResponseEntity.ok(new RotatedKeys(rotated.position(), rotated.to(), rotated.inForce()));
        }
        UserError refused = rotated.outcome().errors().getFirst();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, refused.message());
        problem.setProperty("code", refused.code());
        return ResponseEntity.unprocessableContent().body(problem);
    }

    @ExceptionHandler
    ProblemDetail withoutKeys(LedgerBroken noKeys) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(noKeys.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail away(LogUnavailable away) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(away.getMessage()));
    }
}
