package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.Rounds;
import io.devicetrail.ingress.StartOrder;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after offers: whose message is past its time at the broker, or had nobody to hear it, is told again if it is still
 * silent and wanted; what the broker refused is taken back, after a rest, or a run would offer it at each tick again and its
 * others would wait behind it.
 */
public final class OfferRounds extends Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(OfferRounds.class);
    /** For how long offers are left to one node; what its crash leaves undone is done after it. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private final OpenOffers offers;
    private final OfferSending sending;
    private final IngressSettings.Offers settings;

    public OfferRounds(OpenOffers offers, OfferSending sending, IngressSettings.Offers settings) {
        super("ingress-offers", settings.interval(), StartOrder.DESIRED);
        this.offers = offers;
        this.sending = sending;
        this.settings = settings;
    }

    /** What is said to a run at once. */
    private record Of(
            RolloutRunId run,
            TenantId tenant,
            int round,
            @Nullable String refusal) {
        Of(OpenOffer offer) {
            this(offer.run(), offer.tenant(), offer.round(), offer.refusal());
        }
    }

    @Override
    protected void round() {
        if (!sending.canSend()) {
            // What is taken is kept from the other nodes, which may have a connection.
            return;
        }
        Map<Of, List<DeviceId>> due = offers.take(settings.batchSize(), CLAIM).stream()
                .collect(Collectors.groupingBy(
                        Of::new, LinkedHashMap::new, Collectors.mapping(OpenOffer::device, Collectors.toList())));
        for (Map.Entry<Of, List<DeviceId>> each : due.entrySet()) {
            if (!isRunning()) {
                return;
            }
            try {
                lookAfter(each.getKey(), each.getValue());
            } catch (IOException e) {
                LOG.debug("Offers wait for the broker: {}", e.toString());
                return;
            } catch (RuntimeException e) {
                // It must not hold up the other runs.
                LOG.warn(
                        "Offers of rollout {} are looked after later: {}",
                        each.getKey().run(),
                        e.toString());
            }
        }
    }

    private void lookAfter(Of offer, List<DeviceId> devices) throws IOException {
        if (offer.refusal() == null) {
            sending.sendAgain(offer.run(), offer.round(), devices);
        } else {
            sending.takeBack(offer.run(), offer.tenant(), offer.round(), devices, offer.refusal());
        }
    }
}
