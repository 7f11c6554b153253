package io.devicetrail.queryside.access;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import io.devicetrail.domain.authority.Authority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A stream that ends with {@link NotAuthorised} soon after its reader may no longer read it (21 CFR 11.10(g)): nothing
 * is handed on by an authority older than {@link #CHECK_EVERY}, and one that is silent is checked as often.
 */
final class CheckedStream {
    static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CheckedStream.class);

    private CheckedStream() {}

    /** @param check throws {@link NotAuthorised} if the authority is not enough */
    static Flux<Object> of(Publisher<?> stream, Asker asker, Consumer<Authority> check) {
        return Flux.<Object>from(stream)
                .doOnNext(element -> check.accept(StreamThreads.inTurn(() -> asker.authority(CHECK_EVERY))))
                .takeUntilOther(lost(asker, check))
                .onErrorMap(NotAuthorised.class, CheckedStream::told);
    }

    /** Never completes while the reader may read. */
    private static Mono<Void> lost(Asker asker, Consumer<Authority> check) {
        AtomicBoolean away = new AtomicBoolean();
        return Flux.interval(CHECK_EVERY, StreamThreads.TICKS)
                // A check that takes longer than the interval is not followed by those that were due meanwhile.
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.fromRunnable(() -> checkIfPossible(asker, check, away))
                                .subscribeOn(StreamThreads.EACH_ITS_OWN),
                        0)
                .then();
    }

    /** While the log cannot be asked the stream stays: nothing is handed on before it can. */
    private static void checkIfPossible(Asker asker, Consumer<Authority> check, AtomicBoolean wasAway) {
        Authority authority;
        try {
            authority = StreamThreads.inTurn(() -> asker.authority(Duration.ZERO));
        } catch (RuntimeException away) {
            if (!wasAway.getAndSet(true)) {
                LOG.warn("the authority of a stream's reader cannot be read; the stream is silent until it can", away);
            }
            return;
        }
        wasAway.set(false);
        check.accept(authority);
    }

    /** In the form in which the transports show an error that ends a stream. */
    private static SubscriptionPublisherException told(NotAuthorised lost) {
        GraphQLError error = GraphqlErrorBuilder.newError()
                .errorType(lost.type())
                .message("%s", lost.getMessage())
                .extensions(Map.of("code", lost.code()))
                .build();
        return new SubscriptionPublisherException(List.of(error), lost);
    }
}
