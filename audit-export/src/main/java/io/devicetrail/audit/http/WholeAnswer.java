package io.devicetrail.audit.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer with its body, or none. The client's own time limit ends with the headers: a server that falls silent after
 * them would be waited for without end.
 */
public final class WholeAnswer {
    /** Bytes of a short answer, such as a signature or a time-stamp. */
    public static final int SHORT = 65_536;

    private WholeAnswer() {}

    /**
     * @param patience for all of it
     * @param longest bytes of the body
     * @throws IOException if it does not come in time, or is longer
     */
    public static HttpResponse<byte[]> to(HttpClient client, HttpRequest request, Duration patience, int longest)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), longest));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("timed out: no whole answer in " + patience);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException("no answer: " + e.getCause(), e);
        } finally {
            answer.cancel(true);
        }
    }
}
