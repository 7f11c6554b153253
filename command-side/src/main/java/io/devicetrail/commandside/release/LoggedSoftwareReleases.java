package io.devicetrail.commandside.release;

import io.devicetrail.domain.release.KnownSoftwareReleases;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseId;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.springframework.stereotype.Component;

/** From the release's own stream, which is two events long. */
@Component
class LoggedSoftwareReleases implements KnownSoftwareReleases {
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedSoftwareReleases(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<SoftwareReleasePublished> published(SoftwareReleaseId release) {
        List<?> said = events.readEvents(release.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList();
        return said.stream().anyMatch(SoftwareReleaseWithdrawn.class::isInstance)
                ? Optional.empty()
                : said.stream()
                        .filter(SoftwareReleasePublished.class::isInstance)
                        .map(SoftwareReleasePublished.class::cast)
                        .findFirst();
    }
}
