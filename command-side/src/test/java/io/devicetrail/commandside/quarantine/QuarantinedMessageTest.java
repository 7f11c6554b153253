package io.devicetrail.commandside.quarantine;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.quarantine.QuarantineCommand.ReleaseQuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageStillUnfit;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageTakenIn;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.quarantine.QuarantineRejection.TooManyReleases;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Requirement({"Annex 11 s.5", "Annex 11 s.6"})
class QuarantinedMessageTest {
    private static final long NUMBER = 17;
    private static final Instant ARRIVED = Instant.parse("2026-11-20T10:00:00Z");
    private static final String SHA = "0a".repeat(32);
    private static final QuarantinedMessageId ID = QuarantinedMessageId.of(ACME, NUMBER);

    private final Map<Long, QuarantinedMessage> quarantine = new HashMap<>();
    private final AggregateTestFixture<QuarantinedMessageAggregate> messages =
            Fixtures.fixture(QuarantinedMessageAggregate.class, Fixtures.world());

    QuarantinedMessageTest() {
        messages.registerInjectableResource(
                (QuarantinedMessages) number -> Optional.ofNullable(quarantine.get(number)));
    }

    @Test
    void whatFitsNowIsReleasedWithTheHashOfItsBytes() {
        keep(ACME, false, null);
        messages.givenNoPriorActivity().when(release()).expectEvents(released(1));
    }

    /** The database may have been the reason, and is mended. */
    @Test
    void aReleaseThatCameToNothingIsFollowedByAnother() {
        keep(ACME, false, null);
        messages.given(released(1)).when(release()).expectEvents(released(2));
    }

    @Test
    void whatIsTakenInIsNotReleasedAgain() {
        keep(ACME, true, new Objection("STORED_BEFORE", "Message 3 is stored."));
        messages.given(released(1))
                .when(release())
                .expectExceptionDetails(new MessageTakenIn(NUMBER))
                .expectNoEvents();
    }

    @Test
    void whatDoesNotFitNowEitherStaysWhereItIs() {
        keep(ACME, false, new Objection("OUT_OF_RANGE", "temperature is 126."));
        messages.givenNoPriorActivity()
                .when(release())
                .expectExceptionDetails(new MessageStillUnfit(NUMBER, "OUT_OF_RANGE", "temperature is 126."))
                .expectNoEvents();
    }

    @Test
    void anotherTenantsMessageIsLikeNone() {
        messages.givenNoPriorActivity()
                .when(release())
                .expectExceptionDetails(new QuarantinedMessageUnknown(NUMBER))
                .expectNoEvents();
        keep(RIVAL, false, null);
        messages.givenNoPriorActivity()
                .when(release())
                .expectExceptionDetails(new QuarantinedMessageUnknown(NUMBER))
                .expectNoEvents();
    }

    @Test
    void releasesOfAMessageHaveAnEnd() {
        keep(ACME, false, null);
        messages.given(released(QuarantinedMessageAggregate.MOST - 1))
                .when(release())
                .expectEvents(released(QuarantinedMessageAggregate.MOST));
        messages.given(released(QuarantinedMessageAggregate.MOST))
                .when(release())
                .expectExceptionDetails(new TooManyReleases(QuarantinedMessageAggregate.MOST))
                .expectNoEvents();
    }

    private void keep(TenantId tenant, boolean takenIn, @Nullable Objection objection) {
        quarantine.put(
                NUMBER, new QuarantinedMessage(tenant, PUMP, "UNKNOWN_DEVICE", ARRIVED, 120, SHA, takenIn, objection));
    }

    private static ReleaseQuarantinedMessage release() {
        return new ReleaseQuarantinedMessage(ID, ACME, NUMBER);
    }

    private static QuarantinedMessageReleased released(int release) {
        return new QuarantinedMessageReleased(ID, ACME, PUMP, NUMBER, release, "UNKNOWN_DEVICE", ARRIVED, 120, SHA);
    }
}
