package io.devicetrail.app.acceptance;

import io.devicetrail.app.instance.Instance;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.est.EnrolmentPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** A device that asks for certificates, rightly or not. */
final class EstClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Instance instance;

    EstClient(Instance instance) {
        this.instance = instance;
    }

    X509Certificate root() {
        return instance.context().getBean(PlatformAuthority.class).root();
    }

    int port() {
        return instance.context().getBean(EnrolmentPort.class).number();
    }

    String base(String tenant) {
        return "https://localhost:" + port() + "/.well-known/est/" + tenant;
    }

    HttpResponse<String> enrol(String tenant, String device, String token, byte[] request) {
        String basic = Base64.getEncoder().encodeToString((device + ":" + token).getBytes(StandardCharsets.UTF_8));
        return post(null, null, base(tenant) + "/simpleenroll", request, "Basic " + basic);
    }

    HttpResponse<String> renew(String tenant, KeyPair pair, X509Certificate certificate, byte[] request) {
        return post(pair, certificate, base(tenant) + "/simplereenroll", request, null);
    }

    HttpResponse<String> get(String uri) {
        return send(null, null, HttpRequest.newBuilder(URI.create(uri)).GET());
    }

    HttpResponse<String> post(
            @Nullable KeyPair pair,
            @Nullable X509Certificate certificate,
            String uri,
            byte[] body,
            @Nullable String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/pkcs10")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(pair, certificate, request);
    }

    /** What is no text. */
    record Bytes(int status, HttpHeaders headers, byte[] body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param path at the port of enrolment, such as {@code /artifacts/…} */
    Bytes bytes(
            @Nullable KeyPair pair, @Nullable X509Certificate certificate, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:"
                + instance.context().getBean(EnrolmentPort.class).number() + path));
        headers.forEach(request::header);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls(pair, certificate))
                .build()) {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Bytes(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A connection of its own each time: which certificate was shown belongs to the connection. */
    private HttpResponse<String> send(
            @Nullable KeyPair pair, @Nullable X509Certificate certificate, HttpRequest.Builder request) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls(pair, certificate))
                .build()) {
            return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private SSLContext tls(@Nullable KeyPair pair, @Nullable X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        return tls(pair, certificate == null ? List.of() : List.of(certificate));
    }

    /** As the broker asks for it: the certificate, and its authority behind it. */
    SSLContext withAuthority(String tenant, KeyPair pair, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        return tls(pair, chain(tenant, certificate));
    }

    List<X509Certificate> chain(String tenant, X509Certificate certificate) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        certificates(get(base(tenant) + "/cacerts")).stream()
                .filter(each -> each.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .forEach(chain::add);
        return chain;
    }

    private SSLContext tls(@Nullable KeyPair pair, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (pair != null && !chain.isEmpty()) {
            own.setKeyEntry("own", pair.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A request, signed by {@code signer}'s key about {@code subject}'s; the same for an honest one. */
    static byte[] request(String name, KeyPair subject, KeyPair signer, boolean authority) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(name), subject.getPublic());
            if (authority) {
                ExtensionsGenerator extensions = new ExtensionsGenerator();
                extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            String algorithm = signer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            return Base64.getMimeEncoder()
                    .encode(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] request(KeyPair pair) {
        return request("CN=whatever", pair, pair, false);
    }

    /** Of an answer that holds one certificate or several. */
    static X509Certificate certificate(HttpResponse<String> answer) {
        return certificates(answer).getFirst();
    }

    private static List<X509Certificate> certificates(HttpResponse<String> answer) {
        byte[] message = Base64.getMimeDecoder().decode(answer.body());
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(message))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
