package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may open a WebSocket, and how many of them. */
class SocketsTest {
    private static final int MOST_OPEN = 100;
    private static final int UNAUTHORIZED = 4401;
    private static final int ACKNOWLEDGED = 0;
    private static final long SECONDS = 10;

    private final Api api = Api.shared();

    @Test
    void aSocketWithoutATokenIsClosed() throws Exception {
        assertThat(new Attempt("{\"type\":\"connection_init\"}").outcome()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void onePersonHasSoManyOpenAndAgainWhenOneHasEnded() throws Exception {
        List<Attempt> open = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_OPEN; i++) {
                Attempt one = by(Cast.APPROVER);
                open.add(one);
                assertThat(one.outcome()).as("socket %d", i + 1).isEqualTo(ACKNOWLEDGED);
            }
            assertThat(by(Cast.APPROVER).outcome()).isEqualTo(UNAUTHORIZED);
            Attempt somebodyElse = by(Cast.AUDITOR);
            assertThat(somebodyElse.outcome()).isEqualTo(ACKNOWLEDGED);
            somebodyElse.abort();

            open.getFirst().abort();
            await().atMost(Duration.ofSeconds(SECONDS)).until(() -> {
                Attempt again = by(Cast.APPROVER);
                open.add(again);
                return again.outcome() == ACKNOWLEDGED;
            });
        } finally {
            open.forEach(Attempt::abort);
        }
    }

    /** The server's own limit would be 8,192 characters; each open socket keeps a buffer of the one that is set. */
    @Test
    void aMessageOverASocketIsTakenUpToItsLimit() throws Exception {
        String question = "{ log { head } } #";
        try (Conversation conversation = Conversation.of(api.graphql(), Cast.AUDITOR.token())) {
            assertThat(conversation.ask(question + "x".repeat(130_000))).contains("\"head\"");
            conversation.send(question + "x".repeat(132_000));
            await().atMost(Duration.ofSeconds(10)).until(conversation::closedWith, status -> status == 1009);
        }
    }

    private Attempt by(Cast who) throws Exception {
        return new Attempt(
                "{\"type\":\"connection_init\",\"payload\":{\"Authorization\":\"Bearer %s\"}}".formatted(who.token()));
    }

    /** One socket, and whether it was acknowledged or how it was closed. */
    private final class Attempt implements WebSocket.Listener {
        private final BlockingQueue<Integer> outcomes = new LinkedBlockingQueue<>();
        private final WebSocket socket;

        Attempt(String first) throws Exception {
            socket = Api.HTTP
                    .newWebSocketBuilder()
                    .subprotocols("graphql-transport-ws")
                    .buildAsync(URI.create(api.graphql().toString().replaceFirst("^http", "ws")), this)
                    .get(SECONDS, TimeUnit.SECONDS);
            socket.sendText(first, true).get(SECONDS, TimeUnit.SECONDS);
        }

        int outcome() throws InterruptedException {
            Integer outcome = outcomes.poll(SECONDS, TimeUnit.SECONDS);
            if (outcome == null) {
                throw new AssertionError("neither acknowledged nor closed");
            }
            return outcome;
        }

        void abort() {
            socket.abort();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            outcomes.add(ACKNOWLEDGED);
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            outcomes.add(status);
            return null;
        }
    }
}
