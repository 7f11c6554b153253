package io.devicetrail.app.limits;

import io.devicetrail.commandside.authority.CallerSource;
import io.devicetrail.domain.shared.RequestOver;
import io.devicetrail.queryside.access.AtOnce;
import io.devicetrail.queryside.graphql.RequestDeadline;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Ends the wait for an answer that takes too long; of a subscription, for its beginning. What fetches is not interrupted,
 * for that would close files under others' hands: a mutation may still be stored, and repeated by the same key.
 */
@Component
@Order(RequestOrder.TIME_LIMIT)
class TimeLimit implements WebGraphQlInterceptor, DisposableBean {
    static final String TIMED_OUT = RequestDeadline.TIMED_OUT;
    static final String TOO_MANY_AT_ONCE = "TOO_MANY_AT_ONCE";
    static final String BUSY = "SERVER_BUSY";
    /** Requests that are answered at once, as many as HTTP has threads. */
    static final int MOST_AT_ONCE = 200;
    /** Requests that wait for one of them to end. */
    static final int MOST_WAITING = 1_000;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** Above it the server's own limit on an answer, {@code spring.mvc.async.request-timeout}, would come first. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final long IDLE_SECONDS = 60;

    private final Duration longest;
    private final int mostOfOne;
    private final AtOnce atOnce;
    private final CallerSource callers;
    private final ThreadPoolExecutor threads;

    TimeLimit(
            @Value("${devicetrail.graphql.longest-request:60s}") Duration longest,
            LimitSettings settings,
            CallerSource callers) {
        if (longest.compareTo(SHORTEST) < 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "devicetrail.graphql.longest-request must be 1s to 10m, not " + longest.toMillis() + "ms");
        }
        this.longest = longest;
        this.mostOfOne = settings.atOnce();
        this.atOnce = new AtOnce(mostOfOne);
        this.callers = callers;
        this.threads = new ThreadPoolExecutor(
                MOST_AT_ONCE,
                MOST_AT_ONCE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                new CustomizableThreadFactory("graphql-"));
        this.threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        String who = callers.callerOf(request).actorId();
        long end = System.nanoTime() + longest.toNanos();
        BooleanSupplier over = () -> System.nanoTime() - end > 0;
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(context -> context.put(RequestOver.KEY, over))
                        .build());
        return Mono.deferContextual(context -> atOnce.enter(who)
                        ? Mono.fromFuture(() -> working(who, request, chain, context), true)
                        : Mono.just(tooMany(request)))
                .timeout(longest)
                .onErrorResume(TimeoutException.class, late -> Mono.just(tooLong(request)))
                .onErrorResume(RejectedExecutionException.class, full -> Mono.just(busy(request)));
    }

    /** Counted until the work has ended, and not only the wait for it. */
    private CompletableFuture<WebGraphQlResponse> working(
            String who, WebGraphQlRequest request, Chain chain, ContextView context) {
        CompletableFuture<WebGraphQlResponse> work;
        try {
            work = CompletableFuture.supplyAsync(
                            () -> chain.next(request).contextWrite(context).toFuture(), threads)
                    .thenCompose(answer -> answer);
        } catch (RejectedExecutionException full) {
            atOnce.leave(who);
            throw full;
        }
        return work.whenComplete((answer, failure) -> atOnce.leave(who));
    }

    private WebGraphQlResponse tooMany(WebGraphQlRequest request) {
        return GraphQlRefusal.of(
                request,
                ErrorType.FORBIDDEN,
                TOO_MANY_AT_ONCE,
                mostOfOne + " requests of yours are being answered, the most there can be at once"
                        + " (devicetrail.limits.at-once). Wait for one to end.");
    }

    private WebGraphQlResponse tooLong(WebGraphQlRequest request) {
        return GraphQlRefusal.of(
                request,
                ErrorType.INTERNAL_ERROR,
                TIMED_OUT,
                "The answer took longer than " + longest.toSeconds() + " seconds (devicetrail.graphql.longest-request)."
                        + " Ask for less at once; whether a change was stored is not known, repeat it with the same"
                        + " clientMutationId.");
    }

    private static WebGraphQlResponse busy(WebGraphQlRequest request) {
        return GraphQlRefusal.of(
                request, ErrorType.INTERNAL_ERROR, BUSY, "Too many requests are being answered. Repeat shortly.");
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
