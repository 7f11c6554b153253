package io.devicetrail.app.alerts;

import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.shared.Metadata;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Passes alarming events on as they are stored. It reads the log like any other processor, so that a crash or a receiver
 * that is away loses none: a receiver gets each at least once, and health tells that it lags behind.
 */
@Component
@ConditionalOnProperty("devicetrail.alerts.webhook")
@ProcessingGroup(AlertRelay.NAME)
class AlertRelay {
    static final String NAME = "alerts";
    /** What is older is no news: a receiver that is named for the first time is not told of years. */
    static final Duration NEWS = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(AlertRelay.class);

    private final Webhook webhook;
    private final PrintedNames names;
    private final Clock clock;

    AlertRelay(Webhook webhook, PrintedNames names, Clock clock) {
        this.webhook = webhook;
        this.names = names;
        this.clock = clock;
    }

    @EventHandler
    void on(AccountLocked event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata)
            throws IOException {
        String name = names.nameOf(event.person()).orElse("somebody unknown");
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("person", event.person().toString());
        details.put("printedName", name);
        details.put("failures", event.failures());
        details.put("until", event.until().toString());
        details.put("address", String.valueOf(metadata.get(Metadata.ADDRESS)));
        details.put("client", String.valueOf(metadata.get(Metadata.CLIENT)));
        tell(new Alert(
                "ACCOUNT_LOCKED",
                position(token),
                recordedAt,
                "The account of " + name + " is locked after " + event.failures() + " failed sign-ins.",
                details));
    }

    /** Who administers alone could make themselves a second hand: others should hear of it while it happens. */
    @EventHandler
    void on(RoleGranted event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata)
            throws IOException {
        if (event.role().equals(Role.PLATFORM_ADMINISTRATOR.key())) {
            tellOfAdministration(
                    "ADMINISTRATOR_APPOINTED",
                    "administers the installation now",
                    event.person(),
                    position(token),
                    recordedAt,
                    metadata);
        }
    }

    @EventHandler
    void on(SecondFactorReset event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata)
            throws IOException {
        tellOfAdministration(
                "SECOND_FACTOR_RESET",
                "has to enrol a second factor anew",
                event.person(),
                position(token),
                recordedAt,
                metadata);
    }

    private void tellOfAdministration(
            String alert, String what, PersonId person, long index, Instant recordedAt, MetaData metadata)
            throws IOException {
        String name = names.nameOf(person).orElse("somebody unknown");
        String by = String.valueOf(metadata.get(Metadata.ACTOR_NAME));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("person", person.toString());
        details.put("printedName", name);
        details.put("by", String.valueOf(metadata.get(Metadata.ACTOR_ID)));
        details.put("byPrintedName", by);
        details.put("address", String.valueOf(metadata.get(Metadata.ADDRESS)));
        tell(new Alert(alert, index, recordedAt, name + " " + what + ", by " + by + ".", details));
    }

    @EventHandler
    void on(LedgerMismatchFound event, TrackingToken token, @Timestamp Instant recordedAt) throws IOException {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("ledger", event.ledger().toString());
        details.put("event", event.index());
        details.put("what", event.what());
        tell(new Alert(
                "LEDGER_MISMATCH", position(token), recordedAt, "Log and ledger differ: " + event.what(), details));
    }

    /** Somebody changed a table past the application. */
    @EventHandler
    void on(QuarantineReleaseSettled event, TrackingToken token, @Timestamp Instant recordedAt) throws IOException {
        String what = switch (event.outcome()) {
            case QuarantineReleaseSettled.CHANGED_SINCE -> " is not the one that was released.";
            case QuarantineReleaseSettled.NOT_KEPT -> " was released and is not there.";
            default -> "";
        };
        if (what.isEmpty()) {
            return;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("tenant", event.tenant().value());
        details.put("device", event.device().toString());
        details.put("number", event.number());
        details.put("release", event.release());
        tell(new Alert(
                "QUARANTINE_CHANGED",
                position(token),
                recordedAt,
                "Quarantined message " + event.number() + what,
                details));
    }

    /** A failure stops the processor here, and it comes again after a pause of its own that grows to a minute. */
    private void tell(Alert alert) throws IOException {
        if (alert.recordedAt().isBefore(clock.instant().minus(NEWS))) {
            LOG.warn("{} of event {} is older than {} and was not passed on", alert.alert(), alert.index(), NEWS);
            return;
        }
        webhook.post(alert);
    }

    private static long position(TrackingToken token) {
        return token.position().orElseThrow(() -> new IllegalStateException("an event without a place in the log"));
    }
}
