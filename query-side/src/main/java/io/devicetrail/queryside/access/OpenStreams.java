package io.devicetrail.queryside.access;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.List;
import java.util.Map;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.SubscriptionPublisherException;
import reactor.core.publisher.Flux;

/** How many streams each person or key has open; each costs reads of the log for as long as it is. */
final class OpenStreams {
    static final int MOST = 100;
    static final String TOO_MANY_STREAMS = "TOO_MANY_STREAMS";

    private final AtOnce open = new AtOnce(MOST);

    /** The stream, counted while somebody listens; an error instead if they listen to as many already. */
    Flux<Object> of(String who, Flux<Object> stream) {
        return Flux.defer(() -> open.enter(who) ? stream.doFinally(end -> open.leave(who)) : Flux.error(tooMany()));
    }

    private static SubscriptionPublisherException tooMany() {
        GraphQLError error = GraphqlErrorBuilder.newError()
                .errorType(ErrorType.FORBIDDEN)
                .message("You have " + MOST + " streams open, the most there can be; end one before you begin another.")
                .extensions(Map.of("code", TOO_MANY_STREAMS))
                .build();
        return new SubscriptionPublisherException(List.of(error), null);
    }
}
