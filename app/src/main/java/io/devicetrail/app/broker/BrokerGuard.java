package io.devicetrail.app.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the door of the embedded broker. A device comes in by a certificate that stands in the log, and only as
 * itself; every two seconds it is asked of all that are in whether they still may, so a revoked one is out within seconds.
 *
 * <p>Until the application is there to ask, nobody but the platform itself comes in.
 */
public final class BrokerGuard implements ExtensionMain {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerGuard.class);

    /** Between two looks at those that are in. */
    static final Duration LOOK = Duration.ofSeconds(2);

    /** Certificates that are asked for in one question. */
    static final int BATCH = 1_000;

    /** Every so many looks it is asked whether what speaks for another is still the way to it: every ten seconds. */
    private static final int CHILDREN_EVERY = 5;

    /** Connects that are looked up at once; more wait, up to {@link #WAITING}, and then are told to come again. */
    private static final int LOOKUPS = 4;

    private static final int WAITING = 20_000;

    private final BrokerCertificates own;
    private final Inside inside = new Inside();
    private volatile @Nullable DeviceCertificates certificates;
    private int looksTaken;
    private @Nullable ThreadPoolExecutor lookups;
    private @Nullable ScheduledExecutorService looks;

    /** @param own is renewed before it ends, and its authority signs the platform's own certificates */
    public BrokerGuard(BrokerCertificates own) {
        this.own = own;
    }

    /** From now on devices are let in. */
    public void admitBy(DeviceCertificates now) {
        certificates = now;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        // Asked for here: later the static access may lead to another broker of this process.
        ClientService clients = Services.clientService();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUPS, LOOKUPS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), threads("broker-lookup"));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(threads("broker-guard"));
        lookups = pool;
        looks = timer;
        CertificateAuthenticator door = new CertificateAuthenticator(
                new PlatformCertificate(own.installationAuthority()),
                () -> certificates,
                pool,
                inside,
                new FormerSessions(clients, Services.subscriptionStore()));
        Services.securityRegistry().setAuthenticatorProvider(each -> door);
        Services.eventRegistry().setClientLifecycleEventListener(each -> inside.newTracking());
        var looking = timer.scheduleWithFixedDelay(
                () -> look(clients), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        var renewing = timer.scheduleWithFixedDelay(this::renew, 1, 1, TimeUnit.DAYS);
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name(name, 0).factory();
    }

    /** Tried again the next day: there are weeks left. */
    private void renew() {
        try {
            own.renewIfDue();
        } catch (RuntimeException full) {
            LOG.error("The broker's certificates could not be renewed", full);
        }
    }

    private void look(ClientService clients) {
        DeviceCertificates ask = certificates;
        if (ask == null || inside.isEmpty()) {
            return;
        }
        boolean childrenToo = looksTaken++ % CHILDREN_EVERY == 0;
        try {
            Set<String> refused = refused(ask);
            for (Inside.Connection each : inside.all()) {
                Admission admission = each.admission();
                if (refused.contains(admission.fingerprint())
                        || (childrenToo
                                && admission.forAnother()
                                && !ask.isBehind(admission.certified(), admission.speaksFor()))) {
                    end(clients, each);
                }
            }
        } catch (RuntimeException unanswered) {
            LOG.warn(
                    "It cannot be asked now which devices' certificates were revoked; it is asked again in {} s: {}",
                    LOOK.toSeconds(),
                    unanswered.toString());
        }
    }

    private Set<String> refused(DeviceCertificates ask) {
        Set<String> distinct = new HashSet<>();
        inside.all().forEach(each -> distinct.add(each.admission().fingerprint()));
        List<String> all = new ArrayList<>(distinct);
        Set<String> refused = new HashSet<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            refused.addAll(ask.refused(all.subList(from, Math.min(from + BATCH, all.size()))));
        }
        return refused;
    }

    /** Until it has ended, it is found again at the next look. */
    private static void end(ClientService clients, Inside.Connection connection) {
        String client = connection.client();
        var unused = clients.disconnectClient(
                        client, false, DisconnectReasonCode.NOT_AUTHORIZED, "the certificate does not count any more")
                .whenComplete((was, failure) -> {
                    if (failure == null) {
                        LOG.info("{} was put out: {} does not count any more", client, connection.admission());
                    } else {
                        LOG.warn("{} could not be put out; it is tried again", client, failure);
                    }
                });
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        if (looks != null) {
            looks.shutdownNow();
        }
        if (lookups != null) {
            lookups.shutdownNow();
        }
        inside.clear();
    }
}
