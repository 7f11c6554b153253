package io.devicetrail.app.broker;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionAttributeStore;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.client.parameter.ListenerType;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.enrolment.DeviceClientId;
import io.devicetrail.domain.enrolment.DeviceTopics;
import io.devicetrail.pki.authority.CertificateFingerprint;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on each CONNECT: by the certificate that TLS has proven, and never by what the client says of itself. */
final class CertificateAuthenticator implements SimpleAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthenticator.class);

    /** Longest wait for the answer whether a certificate counts. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PlatformCertificate platform;
    private final Supplier<@Nullable DeviceCertificates> certificates;
    private final Executor lookups;
    private final Inside inside;
    private final FormerSessions sessions;

    CertificateAuthenticator(
            PlatformCertificate platform,
            Supplier<@Nullable DeviceCertificates> certificates,
            Executor lookups,
            Inside inside,
            FormerSessions sessions) {
        this.platform = platform;
        this.certificates = certificates;
        this.lookups = lookups;
        this.inside = inside;
        this.sessions = sessions;
    }

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectionInformation connection = input.getConnectionInformation();
        if (connection
                .getListener()
                .filter(listener -> listener.getListenerType() == ListenerType.TCP_LISTENER)
                .isPresent()) {
            // The plain door, which is opened by a setting alone, knows nobody and so binds nobody.
            output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.ALLOW);
            output.authenticateSuccessfully();
            return;
        }
        Optional<X509Certificate> shown =
                connection.getClientTlsInformation().flatMap(tls -> tls.getClientCertificate());
        if (shown.isEmpty()) {
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "a client certificate is needed");
            return;
        }
        if (platform.is(shown.get())) {
            output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.ALLOW);
            output.authenticateSuccessfully();
            return;
        }
        DeviceCertificates ask = certificates.get();
        if (ask == null) {
            busy(output, "the platform is starting");
            return;
        }
        Async<SimpleAuthOutput> later =
                output.async(PATIENCE, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_BUSY, "come again");
        String client = input.getClientInformation().getClientId();
        try {
            lookups.execute(() -> {
                try {
                    decide(
                            ask,
                            CertificateFingerprint.of(shown.get()),
                            client,
                            connection.getConnectionAttributeStore(),
                            later.getOutput());
                } catch (RuntimeException unanswered) {
                    LOG.warn("It could not be asked whether {} may connect: {}", client, unanswered.toString());
                    busy(later.getOutput(), "come again");
                } finally {
                    later.resume();
                }
            });
        } catch (RejectedExecutionException full) {
            busy(later.getOutput(), "too many connect at once; come again");
            later.resume();
        }
    }

    private void decide(
            DeviceCertificates ask,
            String fingerprint,
            String client,
            ConnectionAttributeStore attributes,
            SimpleAuthOutput output) {
        Optional<CertifiedDevice> device = ask.admitted(fingerprint);
        if (device.isEmpty()) {
            LOG.info("{} was not let in: certificate {} does not count", client, fingerprint);
            output.failAuthentication(
                    ConnackReasonCode.NOT_AUTHORIZED,
                    "the certificate is unknown, revoked or over, or the device has ended");
            return;
        }
        CertifiedDevice known = device.get();
        Optional<DeviceId> speaksFor = DeviceClientId.device(client)
                .filter(named -> named.equals(known.device()) || ask.isBehind(known.device(), named));
        if (speaksFor.isEmpty()) {
            LOG.info("{} was not let in: its certificate is that of {}", client, known.device());
            output.failAuthentication(
                    ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    "the client id must be the id of the certificate's device, or begin with it and '-'");
            return;
        }
        if (inside.isFull(speaksFor.get())) {
            output.failAuthentication(
                    ConnackReasonCode.QUOTA_EXCEEDED,
                    "the device has " + Inside.MOST_OF_A_DEVICE + " connections already");
            return;
        }
        DeviceTopics topics = DeviceTopics.of(known.tenant(), speaksFor.get());
        sessions.requireOnly(client, topics);
        DevicePermissions.grant(output.getDefaultPermissions(), topics);
        attributes.putAsString(
                Admission.ATTRIBUTE, new Admission(fingerprint, known.device(), speaksFor.get()).toAttribute());
        output.authenticateSuccessfully();
    }

    private static void busy(SimpleAuthOutput output, String why) {
        output.failAuthentication(ConnackReasonCode.SERVER_BUSY, why);
    }
}
