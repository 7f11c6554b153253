package io.devicetrail.app.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts a replay and tells its progress, one JSON object a line: {@code {"readModel","position","head"}} while it
 * runs, {@code {"outcomes":[…]}} or {@code {"error":"…"}} as the last.
 *
 * <p>The header keeps a page in the operator's browser from posting here: another origin cannot set it unasked.
 */
@RestController
class ReplayController {
    private static final Logger log = LoggerFactory.getLogger(ReplayController.class);

    private final Replay replay;
    private final JsonMapper json;

    ReplayController(Replay replay, JsonMapper json) {
        this.replay = replay;
        this.json = json;
    }

    @PostMapping(path = "/operations/replay", headers = "X-Devicetrail-Operation=replay")
    ResponseEntity<StreamingResponseBody> replay(@RequestHeader("X-Devicetrail-Operation") String operation) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(this::run);
    }

    private void run(OutputStream out) {
        try {
            List<Replay.Outcome> outcomes = replay.rebuildAll(progress -> line(out, progress));
            line(
                    out,
                    Map.of(
                            "outcomes",
                            outcomes.stream().map(ReplayController::told).toList()));
        } catch (RuntimeException e) {
            line(out, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, Object> told(Replay.Outcome outcome) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("readModel", outcome.readModel());
        told.put("position", outcome.position());
        told.put("digestBefore", outcome.digestBefore());
        told.put("digestAfter", outcome.digestAfter());
        told.put("equal", outcome.equal());
        told.put("seconds", outcome.seconds());
        return told;
    }

    /** Whoever asked may be gone: the rebuild goes on all the same, half of one would be worse than none. */
    private void line(OutputStream out, Object object) {
        try {
            out.write((json.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            log.debug("nobody reads the progress of the replay any more", e);
        }
    }
}
