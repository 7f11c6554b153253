package io.devicetrail.ingress.release;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.contract.DeviceContract;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.QuarantineStore.Kept;
import io.devicetrail.ingress.telemetry.StoredTelemetry;
import io.devicetrail.ingress.telemetry.TelemetryCheck;
import io.devicetrail.ingress.telemetry.TelemetryMessage;
import io.devicetrail.ingress.telemetry.TelemetryReading;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import io.devicetrail.ingress.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads a quarantined message as if it arrived when it did, by the contract and the settings of now. The checks are those
 * of every message; nothing is let through that would not be.
 */
public final class SecondReading {
    /** Code of a message that counts at its moment only. */
    static final String NOT_TELEMETRY = "NOT_TELEMETRY";
    /** Code of a message whose number the device has used for another, or which came twice. */
    static final String STORED_BEFORE = "STORED_BEFORE";

    /** For a message that was read before: by which settings does not matter any more. */
    private static final Duration ANY_TIME = Duration.ofDays(100_000);

    private final DeviceContracts contracts;
    private final TelemetryStore telemetry;
    private final IngressSettings settings;

    public SecondReading(DeviceContracts contracts, TelemetryStore telemetry, IngressSettings settings) {
        this.contracts = contracts;
        this.telemetry = telemetry;
        this.settings = settings;
    }

    /**
     * Whether the values are in the series by this very message, which its arrival tells: a crash may have come after they
     * were stored. What has changed since, such as the device's end, does not take them out.
     */
    boolean isStored(Kept kept) {
        try {
            return topic(kept) instanceof Topic.Telemetry topic
                    && telemetry
                            .arrivalOf(
                                    topic.device(), TelemetryReading.read(kept.payload(), kept.receivedAt(), ANY_TIME))
                            .equals(Optional.of(kept.receivedAt()));
        } catch (Misfit noTelemetry) {
            return false;
        }
    }

    /** @throws Misfit if it does not fit now either */
    StoredTelemetry read(Kept kept) {
        Topic topic = topic(kept);
        if (!(topic instanceof Topic.Telemetry)) {
            throw new Misfit(
                    NOT_TELEMETRY,
                    "Only telemetry is read again: that a device came or went counts when it is said, and an answer to a"
                            + " command or a report of an update is the device's to repeat.");
        }
        requireWhole(kept);
        TelemetryMessage message = TelemetryReading.read(kept.payload(), kept.receivedAt(), settings.futureTolerance());
        DeviceContract contract = contractOf(topic.device()).of(topic);
        StoredTelemetry read = new StoredTelemetry(
                contract.device(),
                message,
                TelemetryCheck.of(message, contract.rules()).units(),
                kept.receivedAt());
        if (telemetry.arrivalOf(read.device(), message).isPresent()) {
            throw storedBefore(read);
        }
        return read;
    }

    static Misfit storedBefore(StoredTelemetry read) {
        return new Misfit(
                STORED_BEFORE,
                "Message " + read.message().seq() + " of boot " + read.message().boot()
                        + " is stored as it arrived at another time; a number counts once.");
    }

    private static Topic topic(Kept kept) {
        try {
            return Topic.parse(kept.topic());
        } catch (MalformedInput e) {
            throw new Misfit(QuarantineReason.MALFORMED_TOPIC, String.valueOf(e.getMessage()));
        }
    }

    private void requireWhole(Kept kept) {
        if (kept.size() > settings.largestMessageBytes() || kept.payload().length < kept.size()) {
            throw new Misfit(
                    QuarantineReason.TOO_LARGE,
                    "The message has " + kept.size() + " bytes, of which " + kept.payload().length + " are kept; "
                            + settings.largestMessageBytes() + " are the most that are read.");
        }
    }

    private DeviceContract contractOf(DeviceId device) {
        return contracts
                .findFresh(device)
                .orElseThrow(() -> contracts.inLog(List.of(device)).isEmpty()
                        ? new Misfit(QuarantineReason.UNKNOWN_DEVICE, "No device " + device + " is registered.")
                        : new Misfit(
                                QuarantineReason.CONTRACT_PENDING,
                                "Device " + device + " is registered, but its contract is not at hand yet."));
    }
}
