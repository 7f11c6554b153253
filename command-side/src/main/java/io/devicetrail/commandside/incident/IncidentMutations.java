package io.devicetrail.commandside.incident;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand;
import io.devicetrail.domain.incident.IncidentCommand.AcknowledgeIncident;
import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentRejection.IncidentUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.SiteId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Asked of who works where the device is now, or at the site. */
@Controller
class IncidentMutations {
    private final CommandSender sender;
    private final KnownRecords records;
    private final LoggedIncidents incidents;

    IncidentMutations(CommandSender sender, KnownRecords records, LoggedIncidents incidents) {
        this.sender = sender;
        this.records = records;
        this.incidents = incidents;
    }

    @MutationMapping
    MutationOutcome acknowledgeIncident(@Argument AcknowledgeIncidentInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("acknowledgeIncident", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            IncidentEpisode episode = InputIds.incident("incident", input.incident());
            return addressed(episode, new AcknowledgeIncident(episode.incident(), episode.number()));
        });
    }

    @MutationMapping
    MutationOutcome addIncidentNote(@Argument AddIncidentNoteInput input, @ContextValue Caller caller) {
        Mutation mutation = Mutation.of("addIncidentNote", input.clientMutationId());
        return sender.send(caller, mutation, () -> {
            IncidentEpisode episode = InputIds.incident("incident", input.incident());
            return addressed(episode, new AddIncidentNote(episode.incident(), episode.number(), input.note()));
        });
    }

    /** The stream's first event says whose it is, whatever the caller believes. */
    private Addressed addressed(IncidentEpisode episode, IncidentCommand command) {
        IncidentOpened first =
                incidents.first(episode.incident()).orElseThrow(() -> because(new IncidentUnknown(episode.toString())));
        String stream = episode.incident().toString();
        return new Addressed(command, first.tenant(), siteOf(first), stream, episode.toString());
    }

    private @Nullable SiteId siteOf(IncidentOpened first) {
        DeviceId device = first.subject().device();
        return device == null
                ? first.subject().site()
                : records.device(device).map(KnownDevice::site).orElse(null);
    }

    record AcknowledgeIncidentInput(
            String incident,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record AddIncidentNoteInput(
            String incident, String note, @Nullable String clientMutationId) {}
}
