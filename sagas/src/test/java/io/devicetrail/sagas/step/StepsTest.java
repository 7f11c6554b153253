package io.devicetrail.sagas.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceCommand.RetireDevice;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final RetireDevice STEP = new RetireDevice(DeviceId.of(ACME, "Flow AG", "P-1"));

    private final Set<String> log = new HashSet<>();
    private final List<String> sent = new ArrayList<>();

    /** What its record says by now is no matter: it was decided when it was taken. */
    @Test
    void aStepThatTheLogHasIsTakenAndNotSentAgain() {
        assertThat(taken(message -> log.add(message.getIdentifier()))).isEmpty();
        assertThat(taken(message -> {
                    throw new ConcurrencyException("the record has changed since");
                }))
                .isEmpty();
        assertThat(sent).hasSize(1);
    }

    @Test
    void aStepThatAnotherNodeTakesMeanwhileIsTaken() {
        assertThat(taken(message -> {
                    log.add(message.getIdentifier());
                    throw new ConcurrencyException("stored before");
                }))
                .isEmpty();
        log.clear();
        assertThat(taken(message -> {
                    log.add(message.getIdentifier());
                    throw new IllegalStateException(new ConcurrencyException("stored before"));
                }))
                .isEmpty();
    }

    @Test
    void aRecordThatChangedUnderAStepIsTriedAgain() {
        assertThatThrownBy(() -> taken(message -> {
                    throw new ConcurrencyException("the record has changed");
                }))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void aRefusalIsTold() {
        DeviceEnded why = new DeviceEnded(LifeCycle.RETIRED);
        assertThat(taken(message -> {
                    throw new CommandExecutionException(why.code(), null, why);
                }))
                .contains(why);
    }

    private Optional<Rejection> taken(Answer answer) {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        var unused = bus.subscribe(RetireDevice.class.getName(), message -> {
            sent.add(message.getIdentifier());
            return answer.to(message);
        });
        return new Steps(
                        DefaultCommandGateway.builder().commandBus(bus).build(),
                        new TakenSteps(log::contains),
                        Caller.process("a-process"),
                        "cause")
                .take("retire", ACME, null, null, STEP);
    }

    private interface Answer {
        Object to(CommandMessage<?> message);
    }
}
