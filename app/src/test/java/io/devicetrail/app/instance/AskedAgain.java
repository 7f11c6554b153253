package io.devicetrail.app.instance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What the API says to ask again is asked again, as every client has to: a busy machine may hold up the log for longer than
 * the second that a change waits for it, or a read model for longer than a question does.
 */
public final class AskedAgain {
    private static final Logger log = LoggerFactory.getLogger(AskedAgain.class);
    private static final Set<String> LATER = Set.of("LOG_UNAVAILABLE", "POSITION_NOT_REACHED");

    private AskedAgain() {}

    /** The first answer that is not one of those, or the last one that there was the time for. */
    public static JsonNode until(Callable<JsonNode> asked) {
        AtomicReference<@Nullable JsonNode> last = new AtomicReference<>();
        try {
            // At once for the first time: an await begins with a pause.
            await().pollDelay(Duration.ZERO).until(() -> {
                JsonNode answer = asked.call();
                last.set(answer);
                String code = code(answer);
                if (LATER.contains(code)) {
                    log.warn("asked again, as it was answered {}", code);
                }
                return !LATER.contains(code);
            });
        } catch (ConditionTimeoutException e) {
            log.error("never answered otherwise", e);
        }
        JsonNode answer = last.get();
        if (answer == null) {
            throw new AssertionError("not answered at all");
        }
        return answer;
    }

    /** A mutation's input with a key, so that it is the same request each time. */
    public static Map<String, Object> keyed(Map<String, ?> input) {
        Map<String, Object> keyed = new HashMap<>(input);
        keyed.putIfAbsent("clientMutationId", UUID.randomUUID().toString());
        return keyed;
    }

    private static String code(JsonNode answer) {
        return answer.path("errors").path(0).path("extensions").path("code").asString("");
    }
}
