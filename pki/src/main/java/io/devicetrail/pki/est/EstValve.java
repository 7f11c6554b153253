package io.devicetrail.pki.est;

import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the whole application: what comes by the connector for enrolment is answered here, and by nothing behind;
 * what comes by another one and asks for enrolment is not answered. So no rule for people's requests has to know of devices.
 */
final class EstValve extends ValveBase {
    private static final String ROOT = "/.well-known/est";
    private static final Pattern PATH =
            Pattern.compile(ROOT + "/([^/]{1,64})/(cacerts|csrattrs|simpleenroll|simplereenroll)");
    private static final String CHAIN = "jakarta.servlet.request.X509Certificate";
    /** For a place: who waits has a thread that others may need. */
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private static final long BUSY_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(EstValve.class);

    private final Connector connector;
    private final Supplier<EstRequests> requests;
    private final Supplier<List<DeviceRequests>> others;
    /** Of {@link EstWiring#THREADS}: whoever fetches files takes none of them from those that enrol. */
    private final Semaphore places = new Semaphore(EstWiring.THREADS);

    /** @param requests asked for at the first request: the connector is made before the application is */
    EstValve(Connector connector, Supplier<EstRequests> requests, Supplier<List<DeviceRequests>> others) {
        super(true);
        this.connector = connector;
        this.requests = requests;
        this.others = others;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = String.valueOf(request.getDecodedRequestURI());
        if (request.getConnector() == connector) {
            answer(request, response, path);
        } else if (path.equals(ROOT) || path.startsWith(ROOT + "/")) {
            say(response, EstRefusal.NOT_FOUND, "NOT_HERE: Devices enrol at devicetrail.certificates.enrolment-port.");
        } else {
            getNext().invoke(request, response);
        }
    }

    private void answer(Request request, Response response, String path) throws IOException {
        try {
            answered(request, response, path);
        } catch (EstRefusal refusal) {
            if (refusal.status() == EstRefusal.UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Basic realm=\"Devicetrail enrolment\", charset=\"UTF-8\"");
            }
            if (refusal.retryAfterSeconds() > 0) {
                response.setHeader("Retry-After", Long.toString(refusal.retryAfterSeconds()));
            }
            if (refusal.status() == EstRefusal.UNAVAILABLE) {
                LOG.warn("{} was not answered", path, refusal);
            }
            say(response, refusal.status(), refusal.sentence());
        } catch (RuntimeException broken) {
            LOG.error("{} was not answered", path, broken);
            say(response, EstRefusal.UNAVAILABLE, EstRefusal.away(broken).sentence());
        }
    }

    private void answered(Request request, Response response, String path) throws IOException {
        for (DeviceRequests other : others.get()) {
            if (path.startsWith(other.prefix())) {
                Origin origin = Origin.of(request.getRemoteAddr(), request.getHeader("User-Agent"));
                DeviceAnswers.requireNoBody(request, response);
                requests.get().countOther(origin);
                CertifiedDevice device = requests.get().speaker(shown(request), other.operation(), origin);
                DeviceAnswers.give(other, device, path.substring(other.prefix().length()), request, response);
                return;
            }
        }
        if (!taken()) {
            throw new EstRefusal(
                    EstRefusal.UNAVAILABLE,
                    "BUSY: Too many devices enrol at once; repeat shortly.",
                    BUSY_SECONDS,
                    null);
        }
        try {
            enrolment(request, response, path);
        } finally {
            places.release();
        }
    }

    private boolean taken() {
        try {
            return places.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void enrolment(Request request, Response response, String path) throws IOException {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new EstRefusal(
                    EstRefusal.NOT_FOUND,
                    "NOT_FOUND: Only " + ROOT
                            + "/{tenant}/cacerts, csrattrs, simpleenroll and simplereenroll are here.");
        }
        String operation = matcher.group(2);
        boolean posted = operation.startsWith("simple");
        if (!request.getMethod().equals(posted ? "POST" : "GET")) {
            response.setHeader("Allow", posted ? "POST" : "GET");
            throw new EstRefusal(EstRefusal.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED: See Allow.");
        }
        EstRequests est = requests.get();
        Origin origin = Origin.of(request.getRemoteAddr(), request.getHeader("User-Agent"));
        est.count(origin);
        TenantId tenant = est.tenant(matcher.group(1));
        switch (operation) {
            case "cacerts" -> certificates(response, est.authorities(tenant));
            case "csrattrs" -> body(response, "application/csrattrs", CertificatesOnly.attributes());
            case "simpleenroll" -> {
                byte[] body = posted(request);
                String authorization = request.getHeader("Authorization");
                X509Certificate shown = shown(request);
                certificates(
                        response,
                        List.of(
                                authorization == null && shown != null
                                        ? est.enrolByFactoryKey(tenant, shown, body, origin)
                                        : est.enrol(tenant, authorization, body, origin)));
            }
            default -> {
                byte[] body = posted(request);
                certificates(response, List.of(est.renew(tenant, shown(request), body, origin)));
            }
        }
    }

    private static byte[] posted(Request request) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/pkcs10")) {
            throw new EstRefusal(EstRefusal.WRONG_TYPE, "WRONG_TYPE: Send the request as application/pkcs10.");
        }
        if (request.getContentLengthLong() <= CertificateRequest.LARGEST_BYTES) {
            InputStream in = request.getInputStream();
            byte[] body = in.readNBytes(CertificateRequest.LARGEST_BYTES + 1);
            if (body.length <= CertificateRequest.LARGEST_BYTES) {
                return body;
            }
        }
        throw new EstRefusal(
                EstRefusal.TOO_LARGE,
                "TOO_LARGE: A request for a certificate has " + CertificateRequest.LARGEST_BYTES
                        + " bytes at the most.");
    }

    private static @Nullable X509Certificate shown(Request request) {
        return request.getAttribute(CHAIN) instanceof X509Certificate[] chain && chain.length > 0 ? chain[0] : null;
    }

    private static void certificates(Response response, List<X509Certificate> certificates) throws IOException {
        body(response, "application/pkcs7-mime; smime-type=certs-only", CertificatesOnly.of(certificates));
    }

    private static void body(Response response, String type, byte[] base64) throws IOException {
        response.setStatus(200);
        response.setContentType(type);
        response.setHeader("Content-Transfer-Encoding", "base64");
        write(response, base64);
    }

    private static void say(Response response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        write(response, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Response response, byte[] body) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
    }
}
