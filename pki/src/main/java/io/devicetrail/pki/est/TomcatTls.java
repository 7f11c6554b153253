package io.devicetrail.pki.est;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The server's TLS as Tomcat wants it. */
final class TomcatTls implements org.apache.tomcat.util.net.SSLContext {
    private final SSLContext context;
    private final ServerTls server;

    TomcatTls(SSLContext context, ServerTls server) {
        this.context = context;
        this.server = server;
    }

    @Override
    public void init(KeyManager[] keys, TrustManager[] trust, @Nullable SecureRandom random) {
        // It was made ready before.
    }

    @Override
    public void destroy() {
        // Nothing is held that needs it.
    }

    @Override
    public SSLSessionContext getServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    public SSLEngine createSSLEngine() {
        return context.createSSLEngine();
    }

    @Override
    public SSLServerSocketFactory getServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    public SSLParameters getSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return server.chain();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
