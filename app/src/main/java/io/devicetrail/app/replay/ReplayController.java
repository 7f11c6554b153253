package io.devicetrail.app.replay;

import io.devicetrail.app.access.Callers;
import io.devicetrail.domain.replay.ReplayId;
import io.devicetrail.domain.shared.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code {"reason":"…"}} starts a replay, which goes on record, and is told its progress, one JSON object a line: {@code {"readModel","position","head"}} while it
 * runs, {@code {"outcomes":[…],"onRecord":true}} or {@code {"error":"…"}} as the last.
 *
 * <p>The header keeps a page in the operator's browser from posting here: another origin cannot set it unasked.
 */
@RestController
class ReplayController {
    static final String HEADER = "X-Devicetrail-Operation";
    static final String REPLAY = "replay";

    private static final Logger log = LoggerFactory.getLogger(ReplayController.class);

    private final Replay replay;
    private final ReplayRecord record;
    private final Callers callers;
    private final JsonMapper json;

    ReplayController(Replay replay, ReplayRecord record, Callers callers, JsonMapper json) {
        this.replay = replay;
        this.record = record;
        this.callers = callers;
        this.json = json;
    }

    record Request(@Nullable String reason, @Nullable String reasonCode) {}

    /** On the request's own thread: a rebuild may take longer than an asynchronous response is given. */
    @PostMapping(path = "/operations/replay", headers = HEADER + "=" + REPLAY)
    void replay(@RequestBody Request asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Caller caller = callers.callerOf(request);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        try {
            AtomicReference<@Nullable ReplayId> recorded = new AtomicReference<>();
            List<Replay.Outcome> outcomes = new ArrayList<>();
            boolean onRecord;
            try {
                replay.rebuildAll(
                        () -> recorded.set(record.started(caller, asked.reason(), asked.reasonCode(), replay.names())),
                        outcomes::add,
                        progress -> line(out, progress));
            } finally {
                // What came out before it was cut short, such as that a read model had been forged, is told as well.
                ReplayId replayed = recorded.get();
                onRecord = replayed != null && record.ended(replayed, outcomes);
            }
            line(
                    out,
                    Map.of(
                            "outcomes",
                            outcomes.stream().map(ReplayController::told).toList(),
                            "onRecord",
                            onRecord));
        } catch (RuntimeException e) {
            log.warn("the replay was given up", e);
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
