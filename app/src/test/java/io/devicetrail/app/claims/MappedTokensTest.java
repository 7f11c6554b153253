package io.devicetrail.app.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.instance.TestInstance;
import io.devicetrail.domain.person.PersonId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.PlatformTransactionManager;

/** Each token once, and none that is older than the newest: who keeps one keeps no role by it. */
class MappedTokensTest {
    private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

    private final ApplicationContext context = TestInstance.shared().context();
    private final MappedTokens tokens =
            new MappedTokens(context.getBean(JdbcClient.class), context.getBean(PlatformTransactionManager.class));
    private final PersonId person = person();
    private final AtomicInteger looked = new AtomicInteger();

    private static PersonId person() {
        return PersonId.of("https://issuer.test", UUID.randomUUID().toString());
    }

    private int look(String token, int seconds) {
        tokens.once(token, person, THEN.plusSeconds(seconds), looked::incrementAndGet);
        return looked.get();
    }

    @Test
    void eachIsLookedAtOnce() {
        assertThat(look("a", 0)).isEqualTo(1);
        assertThat(look("a", 0)).isEqualTo(1);
        assertThat(look("b", 0)).as("another of the same second").isEqualTo(2);
    }

    @Test
    void anOlderOneThanTheNewestSaysNothing() {
        assertThat(look("new", 10)).isEqualTo(1);
        assertThat(look("old", 9)).isEqualTo(1);
        assertThat(look("newer", 11)).isEqualTo(2);
        tokens.once("old of another", person(), THEN, looked::incrementAndGet);
        assertThat(looked).as("of another person").hasValue(3);
    }

    @Test
    void whatFailedIsDoneAtTheNextUse() {
        assertThatThrownBy(() -> tokens.once("a", person, THEN.plusSeconds(10), () -> {
                    throw new MappingAwayException("away", null);
                }))
                .isInstanceOf(MappingAwayException.class);
        assertThat(look("before", 5)).as("it was not the newest").isEqualTo(1);
        assertThat(look("a", 10)).isEqualTo(2);
    }

    /** Each holds a connection: more would keep everybody else from the database. */
    @Test
    void soManyPeopleAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(MappedTokens.AT_ONCE);
        CountDownLatch free = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < MappedTokens.AT_ONCE; i++) {
                String token = "busy " + i;
                var unused = threads.submit(() -> tokens.once(token, person(), THEN, () -> {
                    begun.countDown();
                    await(free);
                }));
            }
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> look("one more", 0))
                    .isInstanceOf(MappingAwayException.class)
                    .hasMessageContaining("too many");
            free.countDown();
        } finally {
            free.countDown();
        }
        assertThat(look("one more", 0)).as("turns are given back").isEqualTo(1);
    }

    /** Whoever asks a database that hangs, hangs with it; and nobody acts by roles that may be gone. */
    @Test
    void whileTheLogIsAwayNoTokenIsTakenForLookedAt() {
        URI address = URI.create("https://issuer.test");
        ClaimedRoles roles = new ClaimedRoles(
                new MappingSettings(Map.of(
                        "test",
                        new MappingSettings.Issuer(address, "groups", Map.of("g", "operator@acme"), false, "name"))),
                tokens,
                context.getBean(CommandGateway.class),
                context.getBean(EventStore.class),
                () -> false,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        // Issued at 1.
        Jwt token = Jwt.withTokenValue("eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjF9.x")
                .header("alg", "HS256")
                .claim("groups", List.of("g"))
                .build();
        assertThatThrownBy(() -> roles.bring(address.toString(), person, "eve", token))
                .isInstanceOf(MappingAwayException.class);
        roles.bring("https://unmapped.test", person, "eve", token);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
