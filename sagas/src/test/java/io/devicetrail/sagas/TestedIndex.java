package io.devicetrail.sagas;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import org.axonframework.common.Priority;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.jspecify.annotations.Nullable;

/** Where in the log the events of a saga's test are: Axon's fixture publishes them outside of any. */
@Priority(Priority.FIRST) // before Axon's own, which knows no token here
public final class TestedIndex implements ParameterResolverFactory {
    private long next;

    /** @param first index of the first event that asks for it; those after it follow */
    public TestedIndex(long first) {
        this.next = first;
    }

    /** As if the token was lost. */
    public void goTo(long index) {
        next = index;
    }

    @Override
    public @Nullable ParameterResolver<TrackingToken> createInstance(
            Executable executable, Parameter[] parameters, int parameterIndex) {
        if (!TrackingToken.class.equals(parameters[parameterIndex].getType())) {
            return null;
        }
        return new ParameterResolver<>() {
            @Override
            public TrackingToken resolveParameterValue(Message<?> message) {
                return new GlobalSequenceTrackingToken(next++);
            }

            @Override
            public boolean matches(Message<?> message) {
                return true;
            }
        };
    }
}
