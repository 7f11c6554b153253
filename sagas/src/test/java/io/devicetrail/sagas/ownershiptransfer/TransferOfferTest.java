package io.devicetrail.sagas.ownershiptransfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.transfer.TransferCommand.LapseDeviceTransfer;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferDeclined;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferLapsed;
import io.devicetrail.domain.transfer.TransferEvent.DeviceTransferWithdrawn;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferState;
import io.devicetrail.sagas.step.TakenSteps;
import java.time.Duration;
import java.util.stream.Stream;
import org.axonframework.test.saga.SagaTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class TransferOfferTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final SagaTestFixture<TransferOffer> saga = new SagaTestFixture<>(TransferOffer.class);

    @Test
    void anOfferEndsWhenItsTimeIsOver() throws Exception {
        saga.registerResource(TakenSteps.NONE);
        saga.givenCurrentTime(Offers.AT)
                .andThenAPublished(Offers.OFFERED)
                .andThenAPublished(Offers.OFFERED_TO_RECEIVER)
                .whenTimeElapses(Offers.WEEK.minus(MOMENT))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
        SagaTestFixture<TransferOffer> atTheEnd = new SagaTestFixture<>(TransferOffer.class);
        atTheEnd.registerResource(TakenSteps.NONE);
        atTheEnd.givenCurrentTime(Offers.AT)
                .andThenAPublished(Offers.OFFERED)
                .andThenAPublished(Offers.OFFERED_TO_RECEIVER)
                .whenTimeElapses(Offers.WEEK)
                .expectTriggeredDeadlinesWithName(TransferOffer.OFFER_END)
                .expectDispatchedCommands(new LapseDeviceTransfer(Offers.TRANSFER))
                .expectActiveSagas(1);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerEndsTheSagaAndItsDeadlineWhicheverOfItsEventsIsFirst(TransferEvent answer) throws Exception {
        saga.givenCurrentTime(Offers.AT)
                .andThenAPublished(Offers.OFFERED)
                .whenPublishingA(answer)
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines()
                .expectNoDispatchedCommands();
    }

    static Stream<TransferEvent> answers() {
        return Stream.of(
                Offers.ACCEPTED,
                Offers.ACCEPTED_BY_GIVERS_RECORD,
                new DeviceTransferDeclined(
                        Offers.TRANSFER,
                        TransferSide.RECEIVER,
                        Offers.TERMS,
                        TransferState.OFFERED,
                        TransferState.DECLINED),
                new DeviceTransferWithdrawn(
                        Offers.TRANSFER,
                        TransferSide.GIVER,
                        Offers.TERMS,
                        TransferState.OFFERED,
                        TransferState.WITHDRAWN),
                new DeviceTransferLapsed(
                        Offers.TRANSFER,
                        TransferSide.GIVER,
                        Offers.TERMS,
                        TransferState.OFFERED,
                        TransferState.LAPSED));
    }

    /** A saga that could not be read back would leave its offer standing for ever. */
    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = "{\"deadline\":\"deadline-1\",\"giver\":\"acme\"}";
        TransferOffer read = json.readValue(stored, TransferOffer.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }
}
