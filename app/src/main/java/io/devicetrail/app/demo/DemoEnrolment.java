package io.devicetrail.app.demo;

import io.devicetrail.domain.authority.Role;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Gives devices their certificates as their makers would: by EST (RFC 7030), with a one-time token at first. */
final class DemoEnrolment {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final GraphQlClient api;
    private final DemoPlatform platform;
    private final Clock clock;
    private @Nullable X509Certificate root;

    DemoEnrolment(GraphQlClient api, DemoPlatform platform, Clock clock) {
        this.api = api;
        this.platform = platform;
        this.clock = clock;
    }

    /** The first certificate of a registered device, which is enrolled with it. */
    DemoIdentity enrol(String device) {
        return enrol(Registration.TENANT, device, Role.SITE_ENGINEER);
    }

    /** @param allowing who lets it enrol */
    DemoIdentity enrol(String tenant, String device, Role allowing) {
        String token = api.mutate(
                        allowing,
                        "allowDeviceEnrolment",
                        "AllowDeviceEnrolmentInput",
                        Map.of(
                                "device",
                                device,
                                "until",
                                clock.instant()
                                        .plus(TOKEN_LIFE)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString(),
                                "reason",
                                "Is being installed"),
                        "token")
                .path("token")
                .asString();
        String basic = Base64.getEncoder().encodeToString((device + ":" + token).getBytes(StandardCharsets.UTF_8));
        SSLContext tls = DemoIdentity.tls(root());
        KeyPair key = PlatformAuthority.newKey();
        X509Certificate own = certificates(send(
                        tls,
                        request(tenant, "/simpleenroll")
                                .header("Content-Type", "application/pkcs10")
                                .header("Authorization", "Basic " + basic)
                                .POST(HttpRequest.BodyPublishers.ofString(signedRequest(device, key)))))
                .getFirst();
        return identity(tenant, device, key, own, tls);
    }

    /** A new certificate for a new key, asked for with the present one. */
    DemoIdentity renew(DemoIdentity present) {
        KeyPair key = PlatformAuthority.newKey();
        X509Certificate own = certificates(send(
                        present.tls(),
                        request(Registration.TENANT, "/simplereenroll")
                                .header("Content-Type", "application/pkcs10")
                                .POST(HttpRequest.BodyPublishers.ofString(signedRequest(present.device(), key)))))
                .getFirst();
        return identity(Registration.TENANT, present.device(), key, own, present.tls());
    }

    private DemoIdentity identity(String tenant, String device, KeyPair key, X509Certificate own, SSLContext tls) {
        List<X509Certificate> authorities =
                certificates(send(tls, request(tenant, "/cacerts").GET()));
        X509Certificate issuer = authorities.stream()
                .filter(each -> each.getSubjectX500Principal().equals(own.getIssuerX500Principal()))
                .findFirst()
                .orElseThrow(() -> new DemoFailure("the authority of a device's certificate is not told"));
        return new DemoIdentity(device, key, List.of(own, issuer), root());
    }

    private synchronized X509Certificate root() {
        X509Certificate known = root;
        if (known == null) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                String pem = http.send(
                                HttpRequest.newBuilder(platform.http().resolve("/pki/ca.pem"))
                                        .timeout(TIMEOUT)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
                known = parsed(pem.getBytes(StandardCharsets.US_ASCII)).getFirst();
                root = known;
            } catch (IOException silent) {
                throw new DemoFailure("the root cannot be read", silent);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("interrupted", stop);
            }
        }
        return known;
    }

    private HttpRequest.Builder request(String tenant, String operation) {
        return HttpRequest.newBuilder(URI.create(platform.enrolment() + "/.well-known/est/" + tenant + operation))
                .timeout(TIMEOUT);
    }

    private static String send(SSLContext tls, HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build()) {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new DemoFailure("enrolment answered " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException silent) {
            throw new DemoFailure("enrolment did not answer", silent);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", stop);
        }
    }

    /** PKCS #10, Base64. */
    private static String signedRequest(String device, KeyPair key) {
        try {
            return Base64.getMimeEncoder()
                    .encodeToString(
                            new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + device), key.getPublic())
                                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                                    .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new DemoFailure("a request for a certificate cannot be made", impossible);
        }
    }

    /** Of an answer of EST: Base64 of PKCS #7. */
    private static List<X509Certificate> certificates(String answer) {
        return parsed(Base64.getMimeDecoder().decode(answer));
    }

    private static List<X509Certificate> parsed(byte[] encoded) {
        try {
            Collection<? extends java.security.cert.Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(encoded));
            return all.stream().map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException other) {
            throw new DemoFailure("the answer holds no certificate", other);
        }
    }
}
