package io.devicetrail.app.limits;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who asks too often is told so, and when to come again (RFC 6585, 4). */
@Component
public class Limits {
    public static final String RATE_LIMITED = "RATE_LIMITED";

    private static final String LEDGER = "/ledger/";
    /** What one customer of a network has of IPv6 addresses at the least: one cannot be told from the other. */
    private static final int NETWORK_BYTES = 8;

    private final Allowances known;
    private final Allowances anonymous;
    private final Allowances ledger;
    private final JsonMapper json;

    Limits(LimitSettings settings, JsonMapper json) {
        this.known = new Allowances(settings.requestsPerMinute(), settings.burst(), System::nanoTime);
        this.anonymous = new Allowances(settings.anonymousPerMinute(), settings.burst(), System::nanoTime);
        this.ledger = new Allowances(settings.ledgerPerMinute(), settings.burst(), System::nanoTime);
        this.json = json;
    }

    /** Of a person or a machine; empty if it may be answered, else the seconds to wait. */
    public OptionalLong takeKnown(String actorId) {
        return known.take(actorId);
    }

    /** Of an address from which nobody is known. */
    public OptionalLong takeAnonymous(HttpServletRequest request) {
        Allowances allowances = request.getServletPath().startsWith(LEDGER) ? ledger : anonymous;
        return allowances.take(network(request.getRemoteAddr()));
    }

    public static String message(long seconds) {
        return "Too many requests: repeat in " + seconds + (seconds == 1 ? " second" : " seconds")
                + " (devicetrail.limits).";
    }

    public void refuse(HttpServletResponse response, long seconds) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, message(seconds));
        problem.setProperty("code", RATE_LIMITED);
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    static String network(String address) {
        InetAddress parsed;
        try {
            parsed = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
        return parsed instanceof Inet6Address
                ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                : address;
    }
}
