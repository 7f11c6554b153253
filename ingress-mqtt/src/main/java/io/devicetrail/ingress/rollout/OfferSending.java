package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.LeaveOutOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.connection.LostInFlight;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.connection.Sending;
import io.devicetrail.ingress.topic.Topic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells devices of a round what they are offered, if they still are: the run is asked right before, part by part, so that a
 * halt is late for one part at most of each that sends. Whom the run does not want told any more waits again, and whoever
 * does not fit the plan any more is left out.
 */
public final class OfferSending {
    /** Devices that are asked about and told together. */
    static final int PART = 100;
    /** Why the log is told that a device was not: the run is paused, halted or over, or has another round. */
    static final String NOT_OFFERING = "RUN_NOT_OFFERING";
    /** The same: no window of its site is open any more. */
    static final String WINDOW_CLOSED = "WINDOW_CLOSED";
    /** The same: the broker ended each connection over it. */
    static final String DISCONNECTED = "BROKER_DISCONNECTED";

    private static final Logger LOG = LoggerFactory.getLogger(OfferSending.class);
    private static final Caller DELIVERY = Caller.process("rollout-delivery");
    /** How long the broker may take to have room for a message, and to acknowledge it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sending broker;
    private final CommandGateway commands;
    private final KnownRollouts known;
    private final RolloutFitness fitness;
    private final OpenOffers offers;
    private final IngressSettings.Offers settings;
    private final IngressFigures figures;
    private final Clock clock;
    private final LostOffers lost = new LostOffers();

    public OfferSending(
            Sending broker,
            CommandGateway commands,
            KnownRollouts known,
            RolloutFitness fitness,
            OpenOffers offers,
            IngressSettings.Offers settings,
            IngressFigures figures,
            Clock clock) {
        this.broker = broker;
        this.commands = commands;
        this.known = new RememberedRollouts(known);
        this.fitness = fitness;
        this.offers = offers;
        this.settings = settings;
        this.figures = figures;
        this.clock = clock;
    }

    /** @param life for which the broker keeps it, and after which it is looked after */
    private record OnItsWay(DeviceId device, Sending.Sent sent, Duration life) {}

    /**
     * What became of a part.
     *
     * @param lost on their way when the connection ended
     * @param failure the first, after which not all were told; null if the broker has answered for each
     */
    private record Told(
            List<OpenOffer> answered,
            List<DeviceId> lost,
            @Nullable MqttException failure) {}

    /** Whether there is a connection to the broker. */
    boolean canSend() {
        return broker.up();
    }

    /**
     * Returns when the broker has answered for each of them.
     *
     * @throws IOException if the broker is away; some may have been told, and are told again by who tries again
     */
    void send(RolloutRunId run, int round, List<DeviceId> devices) throws IOException {
        // Who came between the broker's word and the row found no row: it is looked for soon.
        send(run, round, devices, Collections.min(List.of(OpenOffers.AGAIN, settings.life())));
    }

    /** As {@link #send}, for those that were told before. */
    void sendAgain(RolloutRunId run, int round, List<DeviceId> devices) throws IOException {
        send(run, round, devices, settings.life());
    }

    private void send(RolloutRunId run, int round, List<DeviceId> devices, Duration ifUnheard) throws IOException {
        RolloutCreated created = known.run(run)
                .orElseThrow(() -> new IllegalStateException("there are events of run " + run + ", and no creation"));
        Payloads payloads = new Payloads(created, round);
        for (int from = 0; from < devices.size(); from += PART) {
            int to = Math.min(from + PART, devices.size());
            List<DeviceId> part = fit(created, round, devices.subList(from, to));
            if (part.isEmpty()) {
                continue;
            }
            Instant now = clock.instant();
            List<RolloutOffer> wanted = asked(created, round, part, now);
            takeBackAllBut(wanted, part, created, round);
            List<RolloutOffer> open =
                    wanted.stream().filter(offer -> offer.open(now)).toList();
            List<DeviceId> offered = devicesOf(open);
            if (open.size() < wanted.size()) {
                List<DeviceId> late = new ArrayList<>(devicesOf(wanted));
                late.removeAll(offered);
                takeBack(run, created.tenant(), round, late, WINDOW_CLOSED);
            }
            Told told = told(created, round, open, payloads, now, ifUnheard);
            // Whatever became of the others: nobody else knows that these were told.
            offers.keep(told.answered());
            Set<DeviceId> answered =
                    told.answered().stream().map(OpenOffer::device).collect(Collectors.toSet());
            lost.answered(run, answered);
            MqttException failure = told.failure();
            if (failure != null) {
                List<DeviceId> untold = new ArrayList<>(offered);
                untold.removeIf(answered::contains);
                untold.addAll(devices.subList(to, devices.size()));
                failed(created, round, untold, told.lost(), failure);
                return;
            }
        }
    }

    /**
     * Never the run's fault: it waits for the broker, it is not set aside. But a broker that ends each connection over these
     * offers would get none of any other run.
     */
    private void failed(
            RolloutCreated run, int round, List<DeviceId> untold, List<DeviceId> onTheirWay, MqttException failure)
            throws IOException {
        if (onTheirWay.isEmpty() || !lost.lostOnceMore(run.run(), onTheirWay)) {
            throw new IOException("The broker did not take offers of rollout " + run.run(), failure);
        }
        LOG.warn(
                "The broker ended {} connections over offers of rollout {}; {} devices are not told, and taken back later",
                LostOffers.MOST_TIMES,
                run.run(),
                untold.size());
        offers.keep(untold.stream()
                .map(device -> refused(run, round, device, DISCONNECTED))
                .toList());
    }

    /** Whoever does not fit the plan any more is not told, and its wave does not wait for it. */
    private List<DeviceId> fit(RolloutCreated run, int round, List<DeviceId> part) {
        Map<DeviceId, Unfit> unfit = fitness.unfit(run, part);
        if (unfit.isEmpty()) {
            return part;
        }
        Map<Unfit, List<DeviceId>> byReason = new EnumMap<>(Unfit.class);
        unfit.forEach((device, why) ->
                byReason.computeIfAbsent(why, first -> new ArrayList<>()).add(device));
        OffsetDateTime decided = offers.now();
        byReason.forEach((why, devices) -> commands.<@Nullable Object>sendAndWait(
                new LeaveOutOfRollout(run.run(), round, devices, why), inNameOf(run.tenant())));
        offers.forget(run.run(), round, List.copyOf(unfit.keySet()), decided);
        return part.stream().filter(device -> !unfit.containsKey(device)).toList();
    }

    private List<RolloutOffer> asked(RolloutCreated run, int round, List<DeviceId> part, Instant now) {
        AskForRolloutOffers ask = new AskForRolloutOffers(run.run(), round, part, now);
        return Objects.requireNonNull(commands.<@Nullable List<RolloutOffer>>sendAndWait(ask, inNameOf(run.tenant())));
    }

    private static List<DeviceId> devicesOf(List<RolloutOffer> offers) {
        return offers.stream().map(RolloutOffer::device).toList();
    }

    /** Of those that have said something the run knows, and it takes none of them back. */
    private void takeBackAllBut(List<RolloutOffer> wanted, List<DeviceId> part, RolloutCreated run, int round) {
        if (wanted.size() < part.size()) {
            Set<DeviceId> others = new HashSet<>(part);
            devicesOf(wanted).forEach(others::remove);
            takeBack(run.run(), run.tenant(), round, List.copyOf(others), NOT_OFFERING);
        }
    }

    /** @param code why they were not told, as it is put on record */
    void takeBack(RolloutRunId run, TenantId tenant, int round, List<DeviceId> devices, String code) {
        OffsetDateTime decided = offers.now();
        commands.<@Nullable Object>sendAndWait(new TakeBackRolloutOffers(run, round, devices, code), inNameOf(tenant));
        offers.forget(run, round, devices, decided);
    }

    /** All of a part are on their way before the first is waited for. */
    private Told told(
            RolloutCreated run,
            int round,
            List<RolloutOffer> wanted,
            Payloads payloads,
            Instant now,
            Duration ifUnheard) {
        MqttException failure = null;
        List<OnItsWay> onTheirWay = new ArrayList<>();
        try {
            for (RolloutOffer offer : wanted) {
                String topic = new Topic.Rollout(run.tenant(), offer.device()).print();
                Duration life = offer.within(settings.life(), now);
                onTheirWay.add(new OnItsWay(
                        offer.device(),
                        broker.send(topic, payloads.of(offer), OfferMessage.properties(life), PATIENCE),
                        life));
            }
        } catch (MqttException e) {
            failure = e;
        }
        List<OpenOffer> answered = new ArrayList<>();
        List<DeviceId> unanswered = new ArrayList<>();
        for (OnItsWay one : onTheirWay) {
            try {
                // After a failure only what is there already is of use.
                answered.add(answered(run, round, one, failure == null ? PATIENCE : Duration.ZERO, ifUnheard));
            } catch (LostInFlight e) {
                unanswered.add(one.device());
                failure = failure == null ? e : failure;
            } catch (MqttException e) {
                failure = failure == null ? e : failure;
            }
        }
        return new Told(answered, unanswered, failure);
    }

    private OpenOffer answered(RolloutCreated run, int round, OnItsWay one, Duration patience, Duration ifUnheard)
            throws MqttException {
        try {
            boolean heard = one.sent().await(patience);
            figures.offersSent.increment();
            // What the window has closed on is looked after then: it waits for the next one.
            Duration rest = heard ? one.life() : Collections.min(List.of(one.life(), ifUnheard));
            return new OpenOffer(run.run(), one.device(), run.tenant(), round, null, !heard, rest);
        } catch (RefusedByBroker e) {
            // It may take those of other devices, so they do not wait.
            LOG.warn("Rollout {} could not be offered: {}", run.run(), e.getMessage());
            return refused(run, round, one.device(), "BROKER_REFUSED_0x%02X".formatted(e.getReasonCode()));
        }
    }

    private OpenOffer refused(RolloutCreated run, int round, DeviceId device, String refusal) {
        return new OpenOffer(run.run(), device, run.tenant(), round, refusal, false, settings.refusedRest());
    }

    private static MetaData inNameOf(TenantId tenant) {
        return MetaData.from(DELIVERY.toMetadata(tenant.value()));
    }
}
