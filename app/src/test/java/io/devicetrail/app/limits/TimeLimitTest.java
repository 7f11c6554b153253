package io.devicetrail.app.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import graphql.ExecutionResult;
import graphql.GraphQLContext;
import io.devicetrail.commandside.authority.CallerSource;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.graphql.RequestDeadline;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.graphql.server.WebGraphQlInterceptor.Chain;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import reactor.core.publisher.Mono;

class TimeLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 3;

    private final AtomicReference<String> who = new AtomicReference<>("one");

    private final WebGraphQlRequest request = new WebGraphQlRequest(
            URI.create("http://localhost/graphql"),
            new HttpHeaders(),
            new LinkedMultiValueMap<>(),
            Map.of(),
            Map.of("query", "{ log { head } }"),
            "1",
            Locale.ROOT);

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedForAndNotInterrupted() throws Exception {
        TimeLimit limit = limit(Duration.ofSeconds(1));
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Chain slow = asked -> {
            try {
                assertThat(hold.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            ended.countDown();
            return Mono.just(answered());
        };
        WebGraphQlResponse late =
                Objects.requireNonNull(limit.intercept(request, slow).block(PATIENCE));
        assertThat(late.getErrors())
                .singleElement()
                .satisfies(error -> assertThat(error.getExtensions()).containsEntry("code", TimeLimit.TIMED_OUT));
        hold.countDown();
        assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isFalse();
        limit.destroy();
    }

    @Test
    void oneInTimeIsGivenAsItIs() {
        TimeLimit limit = limit(Duration.ofSeconds(60));
        WebGraphQlResponse response = Objects.requireNonNull(
                limit.intercept(request, asked -> Mono.just(answered())).block(PATIENCE));
        assertThat(response.getErrors()).isEmpty();
        assertThatThrownBy(() -> limit.intercept(request, asked -> {
                            throw new IllegalStateException("a fault");
                        })
                        .block(PATIENCE))
                .hasMessageContaining("a fault");
        limit.destroy();
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofMillis(999), Duration.ofMinutes(11)}) {
            assertThatThrownBy(() -> limit(none)).hasMessageContaining("devicetrail.graphql.longest-request");
        }
    }

    @Test
    void slowWorkOfOneTakesNoThreadsFromTheOthersAlsoWhenNobodyWaitsForItAnyMore() throws Exception {
        TimeLimit limit = limit(Duration.ofSeconds(1));
        CountDownLatch hold = new CountDownLatch(1);
        Chain slow = asked -> {
            try {
                assertThat(hold.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Mono.just(answered());
        };
        Chain fast = asked -> Mono.just(answered());
        for (int request = 0; request < AT_ONCE; request++) {
            assertThat(code(limit.intercept(this.request, slow))).isEqualTo(TimeLimit.TIMED_OUT);
        }
        assertThat(code(limit.intercept(request, fast))).isEqualTo(TimeLimit.TOO_MANY_AT_ONCE);
        who.set("somebody else");
        assertThat(code(limit.intercept(request, fast))).isEmpty();

        hold.countDown();
        who.set("one");
        await().atMost(PATIENCE)
                .until(() -> code(limit.intercept(request, fast)).isEmpty());
        limit.destroy();
    }

    /** Whoever is turned away here has not been worked for, and may come again. */
    @Test
    void whereTooManyAreAnsweredAlreadyItIsSaidAndCountsAgainstNobody() {
        TimeLimit limit = limit(Duration.ofSeconds(60));
        CompletableFuture<WebGraphQlResponse> hold = new CompletableFuture<>();
        CountDownLatch held = new CountDownLatch(1);
        Chain slow = asked -> {
            try {
                assertThat(held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Mono.fromFuture(hold);
        };
        for (int other = 0; other < TimeLimit.MOST_AT_ONCE + TimeLimit.MOST_WAITING; other++) {
            who.set("other " + other);
            limit.intercept(request, slow).subscribe();
        }
        who.set("one");
        for (int times = 0; times <= AT_ONCE; times++) {
            assertThat(code(limit.intercept(request, asked -> Mono.just(answered()))))
                    .isEqualTo(TimeLimit.BUSY);
        }
        held.countDown();
        hold.complete(answered());
        await().atMost(PATIENCE)
                .until(() -> code(limit.intercept(request, asked -> Mono.just(answered())))
                        .isEmpty());
        limit.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 60, 1, requests-per-minute",
        "10000001, 1, 1, 60, 1, requests-per-minute",
        "1, 0, 1, 60, 1, anonymous-per-minute",
        "1, 1, 0, 60, 1, ledger-per-minute",
        "1, 1, 1, 0, 1, burst",
        "1, 1, 1, 601, 1, burst",
        "1, 1, 1, 60, 0, at-once",
        "1, 1, 1, 60, 1001, at-once"
    })
    void aSettingThatIsNoLimitIsRefused(int known, int anonymous, int ledger, int seconds, int atOnce, String name) {
        assertThatThrownBy(() -> new LimitSettings(known, anonymous, ledger, Duration.ofSeconds(seconds), atOnce))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("devicetrail.limits." + name);
    }

    @Test
    void whatIsFetchedAfterTheEndIsToldThatNobodyWaits() {
        TimeLimit limit = limit(Duration.ofSeconds(1));
        AtomicReference<GraphQLContext> context = new AtomicReference<>();
        limit.intercept(request, asked -> {
                    context.set(asked.toExecutionInput().getGraphQLContext());
                    return Mono.just(answered());
                })
                .block(PATIENCE);
        GraphQLContext given = Objects.requireNonNull(context.get());
        assertThatCode(() -> RequestDeadline.require(given)).doesNotThrowAnyException();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> RequestDeadline.require(given))
                        .isInstanceOf(QueryError.class)
                        .extracting(error -> ((QueryError) error).code())
                        .isEqualTo(TimeLimit.TIMED_OUT));
        limit.destroy();
    }

    private static String code(Mono<WebGraphQlResponse> answer) {
        return Objects.requireNonNull(answer.block(PATIENCE)).getErrors().stream()
                .map(error -> String.valueOf(error.getExtensions().get("code")))
                .findFirst()
                .orElse("");
    }

    private TimeLimit limit(Duration longest) {
        return new TimeLimit(longest, new LimitSettings(1, 1, 1, Duration.ofSeconds(60), AT_ONCE), new CallerSource() {
            @Override
            public Caller callerOf(WebGraphQlRequest request) {
                return new Caller(
                        ActorType.PERSON,
                        Objects.requireNonNull(who.get()),
                        "Somebody",
                        "none",
                        "pwd",
                        "127.0.0.1",
                        "curl",
                        null,
                        null);
            }

            @Override
            public BooleanSupplier standing(WebGraphQlRequest request) {
                return () -> true;
            }
        });
    }

    private WebGraphQlResponse answered() {
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult().data(Map.of()).build()));
    }
}
