package io.devicetrail.commandside.incident;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.incident.IncidentCommand.AcknowledgeIncident;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.incident.IncidentEvent.IncidentAcknowledged;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentNoted;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentRejection.IncidentAcknowledgedBefore;
import io.devicetrail.domain.incident.IncidentRejection.IncidentOver;
import io.devicetrail.domain.incident.IncidentRejection.IncidentUnknown;
import io.devicetrail.domain.incident.IncidentRejection.TooManyNotes;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All incidents of one kind about one thing, one after the other. All but {@code incident} is set by the first. */
@Aggregate(type = "incident")
class IncidentAggregate {
    /** Most notes of one incident. */
    static final int MOST_NOTES = 200;

    @AggregateIdentifier
    private @Nullable IncidentId incident;

    private TenantId tenant;
    private IncidentSubject subject;
    /** Of the last one, open or not. */
    private int number;

    private boolean open;
    private boolean acknowledged;
    /** Of the last one. */
    private int causes;
    /** Of all of them: what is read from the log again, after a crash or a lost token, is known. */
    private final Set<String> seen = new HashSet<>();

    /** The last that any of them rests on: processes tell late, and in another order than it happened. */
    private long lastIndex = -1;

    private final Map<Integer, Integer> notes = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    IncidentAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(OpenIncident c) {
        if (seen.contains(c.cause()) || isBefore(c.index())) {
            return;
        }
        if (open) {
            apply(new IncidentRecurred(
                    c.incident(), tenant, subject, number, causes, causes + 1, c.evidence(), c.cause(), c.index()));
        } else {
            apply(new IncidentOpened(
                    c.incident(),
                    c.tenant(),
                    c.subject(),
                    number + 1,
                    c.kind(),
                    c.matter(),
                    c.since(),
                    c.evidence(),
                    c.cause(),
                    c.index()));
        }
    }

    /** What closes is told again and again, mostly where nothing is open: that is no refusal. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CloseIncident c) {
        if (open && !seen.contains(c.cause()) && !isOld(c.index())) {
            apply(new IncidentClosed(c.incident(), tenant, subject, number, c.why(), c.cause(), c.index()));
        }
    }

    /** What one thing in the log is the cause of may be told more than once: in stages, each with a name of its own. */
    private boolean isBefore(@Nullable Long index) {
        return index != null && index < lastIndex;
    }

    /** An end that was unheard, as nothing was open, may be told again when something is. */
    private boolean isOld(@Nullable Long index) {
        return index != null && index <= lastIndex;
    }

    @CommandHandler
    void handle(AcknowledgeIncident c) {
        String episode = known(c.incident(), c.number());
        unless(open && c.number() == number, new IncidentOver(episode));
        unless(!acknowledged, new IncidentAcknowledgedBefore(episode));
        apply(new IncidentAcknowledged(c.incident(), tenant, subject, number));
    }

    @CommandHandler
    void handle(AddIncidentNote c) {
        known(c.incident(), c.number());
        unless(notes.getOrDefault(c.number(), 0) < MOST_NOTES, new TooManyNotes(MOST_NOTES));
        apply(new IncidentNoted(c.incident(), tenant, subject, c.number(), c.note()));
    }

    private String known(IncidentId id, int asked) {
        String episode = new IncidentEpisode(id, asked).toString();
        unless(asked >= 1 && asked <= number, new IncidentUnknown(episode));
        return episode;
    }

    @EventSourcingHandler
    void evolve(IncidentEvent event) {
        incident = event.incident();
        switch (event) {
            case IncidentOpened e -> {
                tenant = e.tenant();
                subject = e.subject();
                number = e.number();
                open = true;
                acknowledged = false;
                causes = 1;
                restOn(e.cause(), e.index());
            }
            case IncidentRecurred e -> {
                causes = e.toCauses();
                restOn(e.cause(), e.index());
            }
            case IncidentClosed e -> {
                open = false;
                restOn(e.cause(), e.index());
            }
            case IncidentAcknowledged e -> acknowledged = true;
            case IncidentNoted e -> notes.merge(e.number(), 1, Integer::sum);
        }
    }

    private void restOn(String cause, @Nullable Long index) {
        seen.add(cause);
        lastIndex = index == null ? lastIndex : Math.max(lastIndex, index);
    }
}
