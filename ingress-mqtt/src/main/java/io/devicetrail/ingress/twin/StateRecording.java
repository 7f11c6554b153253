package io.devicetrail.ingress.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.twin.DesiredAnswer;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinCommand.AuditedValue;
import io.devicetrail.domain.twin.TwinCommand.RecordReport;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContract;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.contract.StoredFindings;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes one message of a device's state to where it belongs: first to the log what belongs there, then to the table. A
 * crash in between makes it come again; the log then takes nothing twice, and the table gets what it lacks.
 */
final class StateRecording {
    private final DeviceContracts contracts;
    private final CommandGateway commands;
    private final ReportedProperties properties;
    private final DesiredAsks asks;
    private final ModelVersionFindings findings;
    private final IngressSettings settings;
    private final Clock clock;

    StateRecording(
            DeviceContracts contracts,
            CommandGateway commands,
            JdbcTemplate jdbc,
            IngressSettings settings,
            Clock clock) {
        this.contracts = contracts;
        this.commands = commands;
        this.properties = new ReportedProperties(jdbc);
        this.asks = new DesiredAsks(jdbc);
        this.findings = new StoredFindings(jdbc, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Returns when all of it is stored.
     *
     * @throws Misfit if it will never be
     * @throws RuntimeException if it is not, but may be later
     */
    void record(Topic.State topic, Delivery delivery) {
        StateMessage message = StateMessage.read(delivery.payload(), delivery.receivedAt(), settings.futureTolerance());
        DeviceContract device = contract(topic, delivery);
        switch (message) {
            case StateMessage.Request ignored ->
                asks.ask(List.of(new DesiredAsk(device.device(), device.tenant(), true)));
            case StateMessage.Report report -> take(report, device, delivery);
        }
    }

    private DeviceContract contract(Topic topic, Delivery delivery) {
        DeviceId device = topic.device();
        DeviceContract contract = contracts.find(device).orElse(null);
        if (contract != null) {
            return contract.of(topic);
        }
        if (contracts.inLog(List.of(device)).isEmpty()) {
            throw new Misfit(QuarantineReason.UNKNOWN_DEVICE, "No device " + device + " is registered.");
        }
        if (clock.instant().isBefore(delivery.receivedAt().plus(settings.contractWait()))) {
            throw new IllegalStateException("the contract of device " + device + " is not projected yet");
        }
        throw new Misfit(
                QuarantineReason.CONTRACT_PENDING,
                "Device " + device + " is registered, but its contract was not at hand in time.");
    }

    private void take(StateMessage.Report report, DeviceContract device, Delivery delivery) {
        ReportedProperty.Checked checked = ReportedProperty.of(report.reported(), device.rules());
        List<ReportedProperty> fitting = checked.properties();
        Map<String, ReportStamp> known = properties.stamps(device.device());
        List<ReportedProperty> newer = fitting.stream()
                .filter(property -> report.stamp().isAfter(known.get(property.name())))
                .toList();
        DesiredAnswer answer = report.stamp().isAfter(known.get(ReportedProperties.ANSWER)) ? report.answer() : null;
        SortedMap<String, AuditedValue> audited = new TreeMap<>();
        for (ReportedProperty property : newer) {
            if (property.definition().audited()) {
                audited.put(
                        property.name(),
                        new AuditedValue(property.value(), property.definition().unit()));
            }
        }
        if (!audited.isEmpty() || answer != null) {
            Integer version = send(new RecordReport(
                    TwinId.of(device.device()), device.tenant(), device.device(), report.stamp(), audited, answer));
            if (answer != null && version != null && answer.version() < version) {
                asks.ask(List.of(new DesiredAsk(device.device(), device.tenant(), false)));
            }
        }
        properties.keep(device.device(), report.stamp(), delivery.receivedAt(), newer, answer != null);
        if (checked.reported() != null) {
            findings.note(List.of(device.finding(Subject.REPORTED_PROPERTIES, checked.reported())));
        }
    }

    /** @return the version of what is desired now */
    private @Nullable Integer send(RecordReport command) {
        Caller caller = Caller.device(command.device().toString(), "broker-topic");
        try {
            return commands.<@Nullable Integer>sendAndWait(
                    command, MetaData.from(caller.toMetadata(command.tenant().value())));
        } catch (CommandExecutionException e) {
            if (e.getDetails().orElse(null) instanceof Rejection rejection) {
                throw new Misfit(rejection.code(), rejection.message());
            }
            throw e;
        } catch (MalformedInput e) {
            throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, String.valueOf(e.getMessage()));
        }
    }
}
