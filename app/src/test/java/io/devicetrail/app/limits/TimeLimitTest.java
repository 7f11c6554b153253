package io.devicetrail.app.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.ExecutionResult;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.server.WebGraphQlInterceptor.Chain;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import reactor.core.publisher.Mono;

class TimeLimitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
        TimeLimit limit = new TimeLimit(Duration.ofSeconds(1));
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
        TimeLimit limit = new TimeLimit(Duration.ofSeconds(60));
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
            assertThatThrownBy(() -> new TimeLimit(none)).hasMessageContaining("devicetrail.graphql.longest-request");
        }
    }

    private WebGraphQlResponse answered() {
        return new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                request.toExecutionInput(),
                ExecutionResult.newExecutionResult().data(Map.of()).build()));
    }
}
