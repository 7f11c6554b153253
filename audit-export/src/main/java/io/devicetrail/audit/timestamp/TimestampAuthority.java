package io.devicetrail.audit.timestamp;

import io.devicetrail.audit.http.Quoted;
import io.devicetrail.audit.http.WholeAnswer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** An authority over HTTP: RFC 3161, section 3.4. */
final class TimestampAuthority {
    private static final int NONCE_BITS = 64;

    private final URI address;
    private final HttpClient client;
    private final Duration patience;
    private final SecureRandom random = new SecureRandom();

    TimestampAuthority(URI address, HttpClient client, Duration patience) {
        this.address = address;
        this.client = client;
        this.patience = patience;
    }

    /**
     * @return the authority's whole answer, DER; it is for these bytes and for this question, and rightly signed by the
     *     certificate it brings, but whose that is has not been looked at
     * @throws IOException if there is no answer, or none that grants
     */
    byte[] stamp(byte[] data) throws IOException, InterruptedException {
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        TimeStampRequest request =
                asking.generate(TSPAlgorithms.SHA256, Timestamp.sha256(data), new BigInteger(NONCE_BITS, random));
        byte[] answer = post(request.getEncoded());
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IOException(
                        "the authority refuses: " + Quoted.line(String.valueOf(response.getStatusString())));
            }
            Timestamp.requireSigned(response.getTimeStampToken());
            return answer;
        } catch (TSPException | RuntimeException e) {
            // The library has no one kind of exception for what is malformed.
            throw new IOException(
                    "the authority's answer is none to what was asked: " + Quoted.line(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private byte[] post(byte[] query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(query))
                .build();
        HttpResponse<byte[]> response = WholeAnswer.to(client, request, patience, WholeAnswer.SHORT);
        if (response.statusCode() != 200) {
            throw new IOException("the authority answered " + response.statusCode());
        }
        return response.body();
    }
}
