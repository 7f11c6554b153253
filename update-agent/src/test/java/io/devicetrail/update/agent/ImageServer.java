package io.devicetrail.update.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.TestRepository;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A real server over HTTP, with ranges, and with the faults that servers have. */
final class ImageServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    /** What each request for an image asked for: its Range, or "all". */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Each answer with an image breaks off after so many bytes. */
    volatile int breaksAfter = Integer.MAX_VALUE;

    volatile boolean knowsRanges = true;
    volatile boolean silent;
    volatile int status;
    /** Requests to go on with an image that are answered by {@link #busy} before one is answered well. */
    volatile int busyFor;

    volatile int busy = 503;
    /** As if the image were another each time. */
    volatile boolean etagPerAnswer;

    private final Map<String, byte[]> images = new ConcurrentHashMap<>();
    private final TestRepository repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    ImageServer(TestRepository repository, @Nullable SSLContext tls) throws IOException {
        this.repository = repository;
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = tls == null ? HttpServer.create(free, 0) : demanding(HttpsServer.create(free, 0), tls);
        server.setExecutor(threads);
        server.createContext("/updates/metadata/", each -> answer(each, this::metadata));
        server.createContext("/updates/targets/", each -> answer(each, this::image));
        server.start();
    }

    private static HttpServer demanding(HttpsServer server, SSLContext tls) {
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asked = tls.getDefaultSSLParameters();
                asked.setNeedClientAuth(true);
                parameters.setSSLParameters(asked);
            }
        });
        return server;
    }

    URI address() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/updates/");
    }

    void serve(Target target, byte[] image) {
        images.put(target.publishedName(), image);
    }

    private interface Answer {
        void to(HttpExchange exchange, String name) throws IOException;
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                answer.to(
                        exchange,
                        path.substring(exchange.getHttpContext().getPath().length()));
            }
        }
    }

    private void metadata(HttpExchange exchange, String name) throws IOException {
        byte[] file = repository.served.get(name);
        exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
        if (file != null) {
            exchange.getResponseBody().write(file);
        }
    }

    private void image(HttpExchange exchange, String name) throws IOException {
        byte[] image = images.get(name);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String unless = exchange.getRequestHeaders().getFirst("If-Range");
        asked.add(range == null ? "all" : range);
        if (range != null && busyFor > 0) {
            busyFor = busyFor - 1; // a device asks one thing at a time
            exchange.sendResponseHeaders(busy, -1);
            return;
        }
        String etag = etagPerAnswer ? "\"" + asked.size() + "\"" : "\"one\"";
        exchange.getResponseHeaders().add("ETag", etag);
        Matcher from = RANGE.matcher(range == null ? "" : range);
        boolean same = unless == null || unless.equals(etag);
        if (image != null && knowsRanges && same && from.matches()) {
            int start = Integer.parseInt(from.group(1));
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + start + "-" + (image.length - 1) + "/" + image.length);
            send(exchange, 206, image, start);
        } else {
            send(exchange, 200, image, 0);
        }
    }

    private void send(HttpExchange exchange, int code, byte @Nullable [] body, int from) throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        int length = Math.max(0, body.length - from);
        exchange.sendResponseHeaders(code, length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        out.write(body, from, Math.min(length, breaksAfter));
        out.flush();
        if (silent) {
            awaitClose();
        }
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
