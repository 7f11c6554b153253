package io.devicetrail.app.instance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever is told of what cannot wait. */
public final class AlertReceiver implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int refusals;

    public AlertReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/alerts", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** It answers the next ones with 503. */
    public void refuse(int times) {
        refusals = times;
    }

    /** What it took, in order. */
    public List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    /** What the requests that it took were authorised by. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode alert = JSON.readTree(exchange.getRequestBody().readAllBytes());
            if (refusals > 0) {
                refusals--;
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            taken.add(alert);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
