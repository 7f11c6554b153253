package io.devicetrail.identity.stepup;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.Requirement;
import io.devicetrail.identity.TestDatabase;
import io.devicetrail.identity.stepup.StepUpRows.Asked;
import io.devicetrail.identity.stepup.StepUpRows.Purpose;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Many browsers, or one in a hurry, at once. */
@Requirement("11.200(a)(2)")
class StepUpRowsTest {
    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 5;

    private final StepUpRows rows = new StepUpRows(
            JdbcClient.create(TestDatabase.POOL), new JdbcTransactionManager(TestDatabase.POOL), Clock.systemUTC());

    @Test
    void noMoreWaitForOneSignatureThanAreAllowedHoweverManyAskAtOnce() throws Exception {
        TestDatabase.empty();
        try (ExecutorService browsers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int round = 0; round < ROUNDS; round++) {
                UUID signing = UUID.randomUUID();
                List<Callable<Boolean>> asks = new ArrayList<>();
                for (int i = 0; i < 2 * AT_ONCE; i++) {
                    asks.add(() -> rows.ask(BrowserKey.random(), BrowserKey.fresh(), asked(signing)));
                }
                int taken = 0;
                for (Future<Boolean> ask : browsers.invokeAll(asks)) {
                    taken += ask.get() ? 1 : 0;
                }
                assertThat(taken).isEqualTo(StepUpRows.MOST_OF_ONE);
            }
        }
    }

    private static Asked asked(UUID signing) {
        return new Asked(
                "https://issuer.example.com",
                signing,
                Purpose.SIGN,
                URI.create("http://127.0.0.1:8080/identity/sign/return"),
                Clock.systemUTC().instant());
    }
}
