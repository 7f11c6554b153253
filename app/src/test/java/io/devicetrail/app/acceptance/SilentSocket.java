package io.devicetrail.app.acceptance;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that is opened and says nothing. */
final class SilentSocket implements WebSocket.Listener {
    private static final long SECONDS = 10;
    private volatile int status;

    static SilentSocket open(URI graphql) throws Exception {
        SilentSocket silent = new SilentSocket();
        Api.HTTP
                .newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .buildAsync(URI.create(graphql.toString().replaceFirst("^http", "ws")), silent)
                .get(SECONDS, TimeUnit.SECONDS);
        return silent;
    }

    /** The status with which the server closed it; 0 while it is open. */
    int closedWith() {
        return status;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        status = code;
        return null;
    }
}
