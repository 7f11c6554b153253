package io.devicetrail.ingress.intake;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.ModelContract.PropertyDirection;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.ingress.contract.DeviceContract;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.presence.PresenceMessage;
import io.devicetrail.ingress.presence.PresenceWord;
import io.devicetrail.ingress.presence.Sighting;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.quarantine.QuarantineStore.Quarantined;
import io.devicetrail.ingress.telemetry.StoredTelemetry;
import io.devicetrail.ingress.telemetry.TelemetryCheck;
import io.devicetrail.ingress.topic.Topic;
import io.devicetrail.ingress.twin.DesiredAsk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a batch against the contracts of its devices: what is stored, what is quarantined, what must wait. */
final class Sorting {
    final List<StoredTelemetry> telemetry = new ArrayList<>();
    final List<Sighting> sightings = new ArrayList<>();
    /** Those of {@link #online} that are told what is desired. */
    final Set<DesiredAsk> desiring = new LinkedHashSet<>();

    /** Came, and may not know what is desired of them. */
    final Set<DeviceId> online = new LinkedHashSet<>();

    final List<Quarantined> quarantined = new ArrayList<>();
    /** Of messages that are stored, and that a version that only reports would refuse. */
    final List<Finding> findings = new ArrayList<>();
    /** Settled by the commit of this batch. */
    final List<Arrival> settled = new ArrayList<>();
    /** The log knows the device, the projection does not yet. */
    final List<Arrival> waiting = new ArrayList<>();

    private final Map<DeviceId, DeviceContract> contracts;
    private final Set<DeviceId> inLog;
    private final Instant now;
    private final Duration contractWait;

    private Sorting(Map<DeviceId, DeviceContract> contracts, Set<DeviceId> inLog, Instant now, Duration contractWait) {
        this.contracts = contracts;
        this.inLog = inLog;
        this.now = now;
        this.contractWait = contractWait;
    }

    static Sorting of(List<Arrival> batch, DeviceContracts known, Instant now, Duration contractWait) {
        Set<DeviceId> devices = new HashSet<>();
        for (Arrival arrival : batch) {
            if (arrival.topic() != null && !(arrival.content() instanceof Arrival.Unfit)) {
                devices.add(arrival.topic().device());
            }
        }
        Map<DeviceId, DeviceContract> contracts = known.findAll(devices);
        devices.removeAll(contracts.keySet());
        Sorting sorting = new Sorting(contracts, known.inLog(devices), now, contractWait);
        batch.forEach(sorting::sort);
        return sorting;
    }

    private void sort(Arrival arrival) {
        try {
            switch (arrival.content()) {
                case Arrival.Unfit unfit -> throw unfit.misfit();
                case Arrival.Measured measured -> {
                    DeviceContract contract = contract(arrival);
                    TelemetryCheck.Checked checked = TelemetryCheck.of(measured.message(), contract.rules());
                    telemetry.add(new StoredTelemetry(
                            contract.device(),
                            measured.message(),
                            checked.units(),
                            arrival.delivery().receivedAt()));
                    if (checked.reported() != null) {
                        findings.add(contract.finding(Subject.TELEMETRY, checked.reported()));
                    }
                    sightings.add(sighting(arrival, contract, "telemetry", null));
                }
                case Arrival.Present present -> {
                    DeviceContract contract = contract(arrival);
                    sightings.add(sighting(arrival, contract, "presence", present.message()));
                    if (present.message().says() == PresenceMessage.ONLINE) {
                        comes(contract);
                    }
                }
                case Arrival.Answered ignored -> heard(arrival, "ack");
                case Arrival.Reported ignored -> heard(arrival, "state");
                case Arrival.Updating ignored -> heard(arrival, "update");
            }
            settled.add(arrival);
        } catch (MustWait ignored) {
            waiting.add(arrival);
        } catch (Misfit misfit) {
            quarantined.add(row(arrival, misfit));
            settled.add(arrival);
        }
    }

    /** Its message is settled already: a device that has ended meanwhile is simply not heard. */
    private void heard(Arrival arrival, String activity) {
        DeviceContract contract = contractOrNull(arrival);
        if (contract != null && !contract.lifeCycle().ended()) {
            sightings.add(sighting(arrival, contract, activity, null));
        }
    }

    private void comes(DeviceContract contract) {
        online.add(contract.device());
        if (isToldWhatIsDesired(contract)) {
            desiring.add(new DesiredAsk(contract.device(), contract.tenant(), false));
        }
    }

    /** Devices of the other models come and go without a look at the log. */
    private static boolean isToldWhatIsDesired(DeviceContract contract) {
        return Stream.of(contract.rules().contract(), contract.rules().former())
                .filter(Objects::nonNull)
                .flatMap(rules -> rules.properties().stream())
                .anyMatch(property -> property.direction() == PropertyDirection.DESIRED);
    }

    private @Nullable DeviceContract contractOrNull(Arrival arrival) {
        Topic topic = arrival.topic();
        return topic == null ? null : contracts.get(topic.device());
    }

    private DeviceContract contract(Arrival arrival) {
        DeviceContract contract = contractOrNull(arrival);
        Topic topic = arrival.topic();
        if (topic == null) {
            throw new Misfit(QuarantineReason.MALFORMED_TOPIC, "The topic names no device.");
        }
        if (contract == null) {
            if (!inLog.contains(topic.device())) {
                throw new Misfit(QuarantineReason.UNKNOWN_DEVICE, "No device " + topic.device() + " is registered.");
            }
            if (now.isBefore(arrival.delivery().receivedAt().plus(contractWait))) {
                throw new MustWait();
            }
            throw new Misfit(
                    QuarantineReason.CONTRACT_PENDING,
                    "Device " + topic.device() + " is registered, but its contract was not at hand in time.");
        }
        return contract.of(topic);
    }

    private static Sighting sighting(
            Arrival arrival, DeviceContract contract, String activity, @Nullable PresenceWord presence) {
        return new Sighting(
                contract.device(),
                contract.tenant(),
                contract.rules().heartbeatSeconds(),
                arrival.delivery().receivedAt(),
                activity,
                presence);
    }

    private static Quarantined row(Arrival arrival, Misfit misfit) {
        Topic topic = arrival.topic();
        var delivery = arrival.delivery();
        byte[] payload = delivery.payload();
        return new Quarantined(
                topic == null ? null : topic.tenant().value(),
                topic == null ? null : topic.device().value(),
                delivery.topic(),
                misfit.reason(),
                misfit.detail(),
                payload.length > QuarantineStore.KEPT_BYTES
                        ? Arrays.copyOf(payload, QuarantineStore.KEPT_BYTES)
                        : payload,
                delivery.size(),
                delivery.receivedAt());
    }

    /** An answer like {@link Misfit}, without a stack. */
    private static final class MustWait extends RuntimeException {
        private static final long serialVersionUID = 1;

        MustWait() {
            super("the projection lags", null, false, false);
        }
    }
}
