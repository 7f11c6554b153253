package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

class ByDeviceTest {
    private static final DeviceId PUMP = DeviceId.of(new TenantId("acme"), "Flow AG", "P-1");
    private static final CommandId ONE = CommandId.parse("00000000-0000-4000-8000-000000000001");

    private final ByDevice order = new ByDevice();

    @Test
    void allOfADeviceIsInOneOrder() {
        assertThat(order.getSequenceIdentifierFor(event(new CommandQueued(ONE, PUMP, Instant.EPOCH))))
                .isEqualTo(PUMP);
    }

    /** It is set aside later, by its stream; where it belongs is asked before that. */
    @Test
    void oneThatCannotBeReadFallsWhereItsStreamDoes() {
        GenericDomainEventMessage<Object> unreadable =
                new GenericDomainEventMessage<>(
                        "command", ONE.toString(), 1, new GenericMessage<>(new Object(), Map.of())) {
                    @Override
                    public Object getPayload() {
                        throw new IllegalStateException("no JSON");
                    }

                    @Override
                    public GenericDomainEventMessage<Object> withMetaData(Map<String, ?> metaData) {
                        return this;
                    }

                    @Override
                    public MetaData getMetaData() {
                        return MetaData.emptyInstance();
                    }
                };
        assertThat(order.getSequenceIdentifierFor(unreadable)).isEqualTo(ONE.toString());
    }

    private static GenericDomainEventMessage<Object> event(Object payload) {
        return new GenericDomainEventMessage<>("command", ONE.toString(), 1, payload);
    }
}
