package io.devicetrail.commandside.correction;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.audittrail.FieldChange;
import io.devicetrail.domain.audittrail.RecordedEntries;
import io.devicetrail.domain.audittrail.RecordedEntry;
import io.devicetrail.domain.correction.CorrectionCommand.CorrectEntry;
import io.devicetrail.domain.correction.CorrectionEvent;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.correction.CorrectionRejection.EntryNotCorrectable;
import io.devicetrail.domain.correction.CorrectionRejection.EntryUnknown;
import io.devicetrail.domain.correction.CorrectionRejection.TooManyCorrections;
import io.devicetrail.domain.correction.CorrectionRejection.ValueNotAsSeen;
import io.devicetrail.domain.correction.CorrectionRejection.ValueUnchanged;
import io.devicetrail.domain.shared.Metadata;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The corrections of one entry, each on the value that the one before left in force. */
@Aggregate(type = "correction")
class CorrectionAggregate {
    /** Most corrections of one entry: who needs more has another trouble. */
    static final int MOST = 100;

    @AggregateIdentifier
    private @Nullable CorrectionId correction;

    private int number;
    private @Nullable String value;

    /** What the entry says is the log's and not the sender's; an entry is stored once, so nothing overtakes this look. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CorrectEntry c, RecordedEntries entries, MetaData metadata) {
        RecordedEntry entry = entries.entry(c.index(), c.ordinal())
                .filter(found -> isWhereTheRoleIs(found, c, metadata))
                .orElseThrow(() -> because(new EntryUnknown(c.index(), c.ordinal())));
        unless(entry.correctable(), new EntryNotCorrectable(entry.event()));
        unless(number < MOST, new TooManyCorrections(MOST));
        FieldChange change = entry.change();
        String inForce = number == 0 ? change.to() : value;
        unless(Objects.equals(inForce, c.expectedValue()), new ValueNotAsSeen(inForce));
        unless(!Objects.equals(inForce, c.newValue()), new ValueUnchanged());
        apply(new EntryCorrected(
                c.correction(),
                c.tenant(),
                number + 1,
                c.index(),
                c.ordinal(),
                entry.event(),
                entry.record().type(),
                entry.record().id(),
                change.field(),
                inForce,
                c.newValue(),
                change.unit()));
    }

    /** The check of authority asked for a role at the tenant and site that the command named: they must be the entry's. */
    private static boolean isWhereTheRoleIs(RecordedEntry entry, CorrectEntry command, MetaData metadata) {
        Object site = metadata.get(Metadata.SITE);
        return entry.tenant().equals(command.tenant())
                && entry.tenant().value().equals(metadata.get(Metadata.TENANT))
                && (entry.site() == null
                        ? site == null
                        : entry.site().toString().equals(site));
    }

    @EventSourcingHandler
    void evolve(CorrectionEvent event) {
        correction = event.correction();
        switch (event) {
            case EntryCorrected e -> {
                number = e.number();
                value = e.to();
            }
        }
    }
}
