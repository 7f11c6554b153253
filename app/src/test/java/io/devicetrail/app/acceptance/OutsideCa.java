package io.devicetrail.app.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** Another's authority: EST over TLS, for who shows its registration authority's certificate; does what a test wants. */
final class OutsideCa implements AutoCloseable {
    /** Seconds, said with each {@link #status}. */
    static final int RETRY_AFTER = 77;

    private static final Duration CA_BEGAN = Duration.ofSeconds(60);

    private final KeyPair key = PlatformAuthority.newKey();
    final X509Certificate certificate = issued("CN=Outside CA", key.getPublic(), Duration.ofDays(1), true, null);
    private final KeyPair registrar = PlatformAuthority.newKey();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;
    /** Requests for a signature, whatever they got. */
    final AtomicInteger asked = new AtomicInteger();

    final AtomicInteger signed = new AtomicInteger();
    /** What the next certificates are. */
    volatile Duration life = Duration.ofHours(1);

    volatile @Nullable X500Name subject;
    volatile @Nullable PublicKey otherKey;
    volatile @Nullable KeyPair otherSigner;
    volatile @Nullable String alternative;
    /** What is answered in place of a certificate; 0 for one. */
    volatile int status;

    volatile boolean hanging;
    /** In place of a certificate: what nobody can read. */
    volatile boolean mumbling;
    /** Since when the next certificates have been valid. */
    volatile Duration ago = Duration.ofSeconds(60);
    /** Answered to every request, as by an authority that keeps one certificate for each key. */
    volatile @Nullable X509Certificate kept;

    OutsideCa() throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        SSLContext context = context();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = context.getDefaultSSLParameters();
                tls.setNeedClientAuth(true);
                parameters.setSSLParameters(tls);
            }
        });
        server.setExecutor(threads);
        server.createContext("/.well-known/est/cacerts", exchange -> answer(exchange, List.of(certificate)));
        server.createContext("/.well-known/est/simpleenroll", this::enrol);
        server.start();
    }

    /** Settings of who uses it. */
    Map<String, String> settings(Path folder) throws IOException {
        X509Certificate own = issued("CN=devicetrail", registrar.getPublic(), Duration.ofDays(1), false, null);
        Files.writeString(folder.resolve("outside.pem"), Pem.of(certificate));
        Files.writeString(folder.resolve("registrar.pem"), Pem.of(own));
        Files.writeString(folder.resolve("registrar.key"), Pem.of(registrar.getPrivate()));
        Map<String, String> settings = new HashMap<>();
        String prefix = "devicetrail.certificates.";
        settings.put(prefix + "authority", "est");
        settings.put(prefix + "est.url", url());
        settings.put(prefix + "est.trusted", folder.resolve("outside.pem").toString());
        settings.put(prefix + "est.anchors", folder.resolve("outside.pem").toString());
        settings.put(prefix + "est.certificate", folder.resolve("registrar.pem").toString());
        settings.put(prefix + "est.key", folder.resolve("registrar.key").toString());
        settings.put(prefix + "est.timeout", "2s");
        return settings;
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/.well-known/est";
    }

    private void enrol(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.incrementAndGet();
        if (hanging) {
            return;
        }
        if (status != 0) {
            exchange.getResponseHeaders().add("Retry-After", Integer.toString(RETRY_AFTER));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        if (mumbling) {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("AAAA".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
            return;
        }
        X509Certificate had = kept;
        if (had != null) {
            answer(exchange, List.of(had));
            return;
        }
        PKCS10CertificationRequest request =
                new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(body));
        try {
            PublicKey asked = new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest(request).getPublicKey();
            X500Name name = Objects.requireNonNullElse(subject, request.getSubject());
            signed.incrementAndGet();
            answer(
                    exchange,
                    List.of(issued(
                            name.toString(), Objects.requireNonNullElse(otherKey, asked), life, false, alternative)));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, List<X509Certificate> certificates) throws IOException {
        try {
            CMSSignedDataGenerator message = new CMSSignedDataGenerator();
            message.addCertificates(new JcaCertStore(certificates));
            byte[] text = Base64.getMimeEncoder()
                    .encode(message.generate(new CMSAbsentContent()).getEncoded());
            exchange.getResponseHeaders().add("Content-Type", "application/pkcs7-mime; smime-type=certs-only");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        } catch (CMSException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private X509Certificate issued(
            String name, PublicKey of, Duration lifetime, boolean authority, @Nullable String alternativeName) {
        KeyPair signer = Objects.requireNonNullElse(otherSigner, key);
        Instant now = Instant.now();
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    new X500Name("CN=Outside CA"),
                    new BigInteger(64, new java.security.SecureRandom()).add(BigInteger.ONE),
                    Validity.time(now.minus(authority ? CA_BEGAN : ago)),
                    Validity.time(now.plus(lifetime)),
                    new X500Name(name),
                    SubjectPublicKeyInfo.getInstance(of.getEncoded()));
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            if (alternativeName != null) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, alternativeName)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        KeyPair own = PlatformAuthority.newKey();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", own.getPrivate(), new char[0], new X509Certificate[] {
            issued("CN=localhost", own.getPublic(), Duration.ofDays(1), false, "localhost")
        });
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate);
        KeyManagerFactory showing = KeyManagerFactory.getInstance("PKIX");
        showing.init(keys, new char[0]);
        TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
        trusting.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
