package io.devicetrail.commandside.twin;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.CountedFindings;
import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DesiredAnswer;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.DeviceTwin.ReportedValue;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.TwinCommand.ChangeDesiredProperties;
import io.devicetrail.domain.twin.TwinCommand.RecordReport;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesRefused;
import io.devicetrail.domain.twin.TwinEvent.ReportedPropertiesChanged;
import io.devicetrail.domain.twin.TwinId;
import io.devicetrail.domain.twin.TwinRejection.DesiredVersionStale;
import io.devicetrail.domain.twin.TwinRejection.DesiredVersionUnknown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "twin", snapshotTriggerDefinition = "snapshots")
class TwinAggregate {
    @AggregateIdentifier
    private @Nullable TwinId twin;

    private DeviceTwin state = DeviceTwin.EMPTY;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ChangeDesiredProperties c, References references, ModelVersionFindings findings) {
        KnownDevice device = references.requireDevice(c.tenant(), c.device());
        unless(
                c.expectedVersion() == null || c.expectedVersion() == state.version(),
                new DesiredVersionStale(Objects.requireNonNullElse(c.expectedVersion(), 0), state.version()));
        RulesInForce rules = references.rules(c.tenant(), device.model(), device.modelVersion());
        List<PropertyChange> changes = DesiredChanges.of(c.values(), state.desired(), rules);
        DesiredChanges.objectionOf(c.values(), state.desired(), rules)
                .ifPresent(objection -> CountedFindings.countIfStored(
                        findings,
                        new Finding(
                                c.tenant(),
                                device.model(),
                                device.modelVersion(),
                                c.device(),
                                Subject.DESIRED_PROPERTIES,
                                objection.code(),
                                objection.message())));
        apply(new DesiredPropertiesChanged(
                c.twin(), c.device(), c.tenant(), state.version(), state.version() + 1, changes));
    }

    /** Nothing of a report is taken if it speaks of a version that never was. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    int handle(RecordReport c) {
        DesiredAnswer answer = c.answer();
        unless(
                answer == null || answer.version() <= state.version(),
                new DesiredVersionUnknown(answer == null ? 0 : answer.version(), state.version()));
        List<PropertyChange> changes = reported(c);
        if (!changes.isEmpty()) {
            apply(new ReportedPropertiesChanged(c.twin(), c.device(), c.tenant(), c.stamp(), changes));
        }
        if (answer != null && isNew(answer, c)) {
            apply(
                    answer.applied()
                            ? new DesiredPropertiesConverged(
                                    c.twin(), c.device(), c.tenant(), answer.version(), c.stamp(), state.convergence())
                            : new DesiredPropertiesRefused(
                                    c.twin(),
                                    c.device(),
                                    c.tenant(),
                                    answer.version(),
                                    c.stamp(),
                                    state.convergence(),
                                    answer.code(),
                                    answer.detail()));
        }
        return state.version();
    }

    private List<PropertyChange> reported(RecordReport c) {
        List<PropertyChange> changes = new ArrayList<>();
        c.audited().forEach((name, said) -> {
            ReportedValue known = state.reported().get(name);
            Object before = known == null ? null : known.value();
            if ((known == null || c.stamp().isAfter(known.reported())) && !Objects.equals(before, said.value())) {
                changes.add(new PropertyChange(name, before, said.value(), said.unit()));
            }
        });
        return changes;
    }

    /** Of a version that is no longer wanted it does not matter what the device says. */
    private boolean isNew(DesiredAnswer answer, RecordReport c) {
        if (answer.version() != state.version() || !c.stamp().isAfter(state.answered())) {
            return false;
        }
        return answer.applied()
                ? state.convergence() != Convergence.IN_SYNC
                : state.convergence() != Convergence.REFUSED
                        || !Objects.equals(answer.code(), state.code())
                        || !Objects.equals(answer.detail(), state.detail());
    }

    @EventSourcingHandler
    void evolve(TwinEvent event, @Timestamp Instant recordedAt) {
        twin = event.twin();
        state = state.after(event, recordedAt);
    }
}
