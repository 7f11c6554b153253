package io.devicetrail.app.processors;

import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;

/**
 * A processor that sends nothing, so it need not know what its messages would say of their cause: Axon asks that of every
 * event, and so would read the metadata of those that another segment applies.
 */
final class ReadModelProcessor extends TrackingEventProcessor {
    ReadModelProcessor(Builder builder) {
        super(builder);
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super EventMessage<?>> handlerInterceptor) {
        return handlerInterceptor instanceof CorrelationDataInterceptor<?>
                ? () -> false
                : super.registerHandlerInterceptor(handlerInterceptor);
    }
}
