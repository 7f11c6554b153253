package io.devicetrail.pki.outsideca;

import io.devicetrail.pki.outsideca.OutsideAuthoritySettings.Est;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another's authority, to which we are a registration authority (RFC 7030): it signs what we send, and we take of it what
 * we asked for and nothing else.
 */
public final class EstAuthority {
    /** Requests that are under way there at once: a server that hangs must not hold all of ours. */
    static final int AT_ONCE = 8;
    /** Of an answer; one with a chain of five certificates has 12 KiB. */
    static final int LARGEST_ANSWER = 64 * 1024;

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int SERVER_FAULT = 500;
    private static final int REQUEST_FAULT = 400;
    /** What a server answers that does not take us, or is not where we look; others of 400 are about one request. */
    private static final Set<Integer> NOT_US = Set.of(401, 403, 404);

    /** What a server answers that may say when to come again. */
    private static final Set<Integer> LATER = Set.of(429, 503);

    private static final long SOON_SECONDS = 30;
    /** What it signs unfit it signs unfit again, and each is a certificate in the world: somebody has to look first. */
    private static final long AFTER_UNFIT_SECONDS = 3_600;

    private static final long LONGEST_WAIT_SECONDS = 86_400;
    private static final Logger LOG = LoggerFactory.getLogger(EstAuthority.class);

    private final Est settings;
    private final Clock clock;
    private final CertificateCheck check;
    private final PemFiles files;
    private final List<X509Certificate> anchors;
    private final Semaphore underWay = new Semaphore(AT_ONCE);
    private volatile @Nullable String trouble;
    private volatile Instant lookedAt = Instant.EPOCH;

    /** @throws IllegalArgumentException if a file is missing or holds something else */
    public EstAuthority(Est settings, Duration longestLife, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.files = new PemFiles(settings);
        this.anchors = files.anchors();
        this.check = new CertificateCheck(anchors, longestLife, clock);
        // What cannot be used is told at the start, not to the first device.
        files.context();
    }

    /** @throws IllegalArgumentException if the file is missing or holds something else */
    public static List<X509Certificate> anchors(Est settings) {
        return new PemFiles(settings).anchors();
    }

    /** Why a device gets nothing. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final long retryAfterSeconds;

        Refused(String codeAndSentence, long retryAfterSeconds, @Nullable Throwable cause) {
            super(codeAndSentence, cause);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** What devices' certificates lead to. */
    public List<X509Certificate> anchors() {
        return anchors;
    }

    /**
     * What was wrong last; null if nothing was, or if it signed or answered {@link #look} since. That a request is refused
     * as bad says nothing of the authority: no device decides by its requests how it is said to be.
     */
    public @Nullable String trouble() {
        return trouble;
    }

    /** When it was looked at last, whatever devices asked for meanwhile. */
    public Instant lookedAt() {
        return lookedAt;
    }

    /** Asks for its certificates, which costs it nothing, so that {@link #trouble} is of now. */
    public void look() {
        lookedAt = clock.instant();
        try {
            HttpResponse<byte[]> answer =
                    send(HttpRequest.newBuilder(uri("/cacerts")).GET());
            if (answer.statusCode() != OK) {
                trouble = "it answered " + answer.statusCode();
            } else if (!certificates(answer).isEmpty()) {
                trouble = null;
            } else {
                trouble = "it has no certificates";
            }
        } catch (Refused e) {
            LOG.debug("the outside authority: {}", e.getMessage());
        }
    }

    /**
     * @param request PKCS #10, DER
     * @param names what the certificate has to say of the device, and nothing else
     * @throws Refused with a code before the sentence
     */
    public X509Certificate sign(byte[] request, PublicKey key, ExpectedNames names) throws Refused {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(uri("/simpleenroll"))
                .header("Content-Type", "application/pkcs10")
                .header("Content-Transfer-Encoding", "base64")
                .POST(BodyPublishers.ofByteArray(Base64.getMimeEncoder().encode(request))));
        requireSigned(answer);
        Collection<X509Certificate> all = certificates(answer);
        X509Certificate own = all.stream()
                .filter(one -> one.getPublicKey().equals(key))
                .findFirst()
                .orElseThrow(() -> unfit("it is for another key"));
        String objection = check.objectionTo(own, all, names);
        if (objection != null) {
            throw unfit(objection);
        }
        trouble = null;
        return own;
    }

    private Refused unfit(String why) {
        LOG.error("The outside authority signed what was not asked for: {}", why);
        trouble = "it signed what was not asked for: " + why;
        return new Refused(
                "AUTHORITY_ANSWER_UNFIT: The authority signed another certificate than was asked for; its operator has to"
                        + " look.",
                AFTER_UNFIT_SECONDS,
                null);
    }

    private Collection<X509Certificate> certificates(HttpResponse<byte[]> answer) throws Refused {
        try {
            byte[] der = Base64.getMimeDecoder().decode(answer.body());
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException | IllegalArgumentException e) {
            trouble = "its answer cannot be read: " + e.getMessage();
            throw away("its answer cannot be read: " + e.getMessage(), e);
        }
    }

    private void requireSigned(HttpResponse<byte[]> answer) throws Refused {
        int status = answer.statusCode();
        if (status == OK) {
            return;
        }
        if (status == ACCEPTED) {
            throw new Refused(
                    "AUTHORITY_NOT_READY: The authority has not decided yet; ask again with the same key.",
                    retryAfter(answer),
                    null);
        }
        if (status < REQUEST_FAULT || status >= SERVER_FAULT || NOT_US.contains(status)) {
            trouble = "it answered " + status;
        }
        throw new Refused(
                "AUTHORITY_REFUSED: The authority did not sign (" + status + "); its operator has to look.",
                LATER.contains(status) ? retryAfter(answer) : SOON_SECONDS,
                null);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Refused {
        if (!underWay.tryAcquire()) {
            throw away("it is asked for " + AT_ONCE + " already", null);
        }
        try {
            return answered(request.timeout(settings.timeout()).build());
        } catch (IOException | IllegalArgumentException e) {
            // The latter of files: they are read for each request, and may have become unusable.
            trouble = e.toString();
            throw away(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("interrupted", e);
        } finally {
            underWay.release();
        }
    }

    /**
     * The files are read for each request: they are renewed under way. An answer is an answer, whatever it says: a server
     * that has too much to do is not asked again at once.
     */
    private HttpResponse<byte[]> answered(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout().dividedBy(2))
                .sslContext(files.context())
                .build();
        try {
            for (int tries = 1; ; tries++) {
                try {
                    return whole(client, request);
                } catch (IOException e) {
                    if (tries == settings.tries() || !mayBeRepeated(request, e)) {
                        throw e;
                    }
                }
            }
        } finally {
            // Not close(), which waits for what hangs.
            client.shutdownNow();
        }
    }

    /** A request for a signature may have been heard, and signed, though no answer came: unless nobody was there. */
    private static boolean mayBeRepeated(HttpRequest request, IOException why) {
        return request.method().equals("GET")
                || why instanceof ConnectException
                || why instanceof HttpConnectTimeoutException;
    }

    /** The request's own timeout ends with the head of the answer; this one is for all of it. */
    private HttpResponse<byte[]> whole(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + settings.timeout(), e);
        }
    }

    private static long retryAfter(HttpResponse<?> answer) {
        try {
            long asked =
                    Long.parseLong(answer.headers().firstValue("Retry-After").orElse(""));
            return Math.clamp(asked, 1, LONGEST_WAIT_SECONDS);
        } catch (NumberFormatException noNumber) {
            return SOON_SECONDS;
        }
    }

    private static Refused away(String why, @Nullable Throwable cause) {
        LOG.warn("The outside authority did not sign: {}", why);
        return new Refused(
                "AUTHORITY_AWAY: The authority that signs cannot be reached; ask again with the same key.",
                SOON_SECONDS,
                cause);
    }

    private URI uri(String operation) {
        return URI.create(settings.url().toString().replaceFirst("/+$", "") + operation);
    }
}
