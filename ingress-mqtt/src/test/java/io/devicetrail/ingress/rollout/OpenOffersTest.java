package io.devicetrail.ingress.rollout;

import static io.devicetrail.ingress.TestFleet.ACME;
import static io.devicetrail.ingress.TestFleet.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.ingress.TestDatabase;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class OpenOffersTest {
    private static final RolloutRunId RUN = new RolloutRunId(UUID.randomUUID());
    private static final DeviceId DEVICE = device("a");
    private static final Duration LIFE = Duration.ofHours(1);

    private final TestDatabase.Switchable database = TestDatabase.asApplication();
    private final OpenOffers offers = new OpenOffers(new JdbcTemplate(database), new JdbcTransactionManager(database));

    OpenOffersTest() {
        TestDatabase.empty();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatWasSentAfterTheDecisionIsNotForgotten() {
        offers.keep(List.of(unheard(1)));
        OffsetDateTime decided = offers.now();
        offers.keep(List.of(unheard(1)));
        offers.forget(RUN, 1, List.of(DEVICE), decided);
        assertThat(TestDatabase.count("ingress.rollout_offer")).isEqualTo(1);
        offers.forget(RUN, 1, List.of(DEVICE), offers.now());
        assertThat(TestDatabase.count("ingress.rollout_offer")).isZero();
    }

    @Test
    void anOfferOfALaterRoundIsNotForgotten() {
        offers.keep(List.of(unheard(2)));
        offers.forget(RUN, 1, List.of(DEVICE), offers.now());
        assertThat(TestDatabase.count("ingress.rollout_offer")).isEqualTo(1);
    }

    /** The broker says that nobody listens, the device comes, and only then is the broker's word kept. */
    @Test
    void whoComesWhileItIsToldAgainIsLookedForSoon() {
        offers.keep(List.of(unheard(1)));
        TestDatabase.OWNER.update(
                "update ingress.rollout_offer set sent_at = now() - interval '1 hour', due_at = now() - interval '1 second'");
        assertThat(offers.take(10, Duration.ofMinutes(1))).hasSize(1);
        offers.returned(List.of(DEVICE));
        offers.keep(List.of(unheard(1)));
        assertThat(restSeconds()).isEqualTo(60);

        TestDatabase.OWNER.update("update ingress.rollout_offer set due_at = now() - interval '1 second'");
        assertThat(offers.take(10, Duration.ofMinutes(1))).hasSize(1);
        offers.keep(List.of(unheard(1)));
        assertThat(restSeconds()).isEqualTo(3600);
    }

    private static OpenOffer unheard(int round) {
        return new OpenOffer(RUN, DEVICE, ACME, round, null, true, LIFE);
    }

    private static long restSeconds() {
        Long seconds = TestDatabase.OWNER.queryForObject(
                "select extract(epoch from due_at - sent_at)::bigint from ingress.rollout_offer", Long.class);
        return seconds == null ? -1 : seconds;
    }
}
