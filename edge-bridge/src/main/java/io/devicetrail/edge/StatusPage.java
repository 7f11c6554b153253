package io.devicetrail.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /status} on the loopback address only: what the bridge does, as JSON. */
final class StatusPage implements AutoCloseable {

    private final JsonMapper mapper = new JsonMapper();
    private final Supplier<Map<String, @Nullable Object>> figures;
    private final HttpServer server;

    StatusPage(int port, Supplier<Map<String, @Nullable Object>> figures) throws IOException {
        this.figures = figures;
        server = bind(port);
        server.createContext("/status", this::answer);
        server.start();
    }

    private static HttpServer bind(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IOException("status port " + port + ": " + e.getMessage(), e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/status";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = mapper.writeValueAsBytes(figures.get());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
