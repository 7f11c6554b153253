package io.devicetrail.queryside.position;

import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfigurer;
import org.springframework.context.annotation.Bean;

/**
 * Runs each read model in one segment: its events arrive in the order of the log, whatever aggregate they are of. A
 * position means "everything before has been seen" only then.
 */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class ReadModelProcessors {
    /** Events per transaction while catching up; a live event is not held back for a batch to fill. */
    private static final int BATCH_SIZE = 200;

    @Bean
    ConfigurerModule readModelsInOrder() {
        return configurer -> configurer.eventProcessing(ReadModelProcessors::register);
    }

    private static void register(EventProcessingConfigurer processing) {
        for (String name : ReadModelName.ALL) {
            processing.registerPooledStreamingEventProcessor(
                    name,
                    Configuration::eventStore,
                    (configuration, builder) -> builder.initialSegmentCount(1).batchSize(BATCH_SIZE));
        }
    }
}
