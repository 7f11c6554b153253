package io.devicetrail.queryside.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class OpenStreamsTest {
    private final OpenStreams streams = new OpenStreams();

    @Test
    void oneListensToSoManyAtOnceAndAgainWhenOneHasEnded() {
        List<Disposable> open = new ArrayList<>();
        for (int i = 0; i < OpenStreams.MOST; i++) {
            open.add(streams.of("one", Flux.never()).subscribe());
        }
        assertThat(refusal("one")).isEqualTo(OpenStreams.TOO_MANY_STREAMS);
        assertThat(refusal("somebody else")).isEmpty();

        open.getFirst().dispose();
        assertThat(refusal("one")).isEmpty();
        assertThat(streams.of("one", Flux.just("a", "b")).collectList().block()).hasSize(2);
    }

    private String refusal(String who) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        streams.of(who, Flux.never()).subscribe(element -> {}, failure::set).dispose();
        return failure.get() instanceof SubscriptionPublisherException refused
                ? String.valueOf(refused.getErrors().getFirst().getExtensions().get("code"))
                : "";
    }
}
