package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.Fixtures.RIVALS_PUMP;
import static io.devicetrail.commandside.Fixtures.SPARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many commands may be open at once. */
class OpenCommandLimitsTest {
    private static final int OF_DEVICE = 3;
    private static final int OF_TENANT = 5;

    private final Projected projected = new Projected();
    private final AtomicLong nanos = new AtomicLong();
    private final OpenCommandLimits limits =
            new OpenCommandLimits(projected, new OpenCommandSettings(OF_DEVICE, OF_TENANT), nanos::get);

    /** For tests of other rules. */
    static OpenCommandLimits unlimited() {
        return of(OpenCommandSettings.MOST);
    }

    /** Of each device; nothing is ever projected. */
    static OpenCommandLimits of(int most) {
        return new OpenCommandLimits(new Projected(), new OpenCommandSettings(most, OpenCommandSettings.MOST));
    }

    @Test
    void aDeviceHasRoomForSoManyAndNotForOneMore() {
        for (int i = 0; i < OF_DEVICE; i++) {
            limits.admit(ACME, PUMP, command(i));
        }
        assertThat(refusal(PUMP, command(9))).isEqualTo(new TooManyOpenCommands(OfWhat.DEVICE, OF_DEVICE));
        limits.admit(ACME, SPARE, command(9));
    }

    @Test
    void whatIsProjectedIsCountedOnce() {
        limits.admit(ACME, PUMP, command(1));
        projected.requested(command(1), ACME, PUMP);
        limits.admit(ACME, PUMP, command(2));
        limits.admit(ACME, PUMP, command(3));
        assertThat(refusal(PUMP, command(4)).code()).isEqualTo("TOO_MANY_OPEN_COMMANDS");
    }

    /** Projected as ended before anybody saw it open. */
    @Test
    void whatHasEndedLeavesRoom() {
        for (int i = 0; i < OF_DEVICE; i++) {
            limits.admit(ACME, PUMP, command(i));
        }
        projected.requested(command(0), ACME, PUMP);
        projected.ended(command(0));
        limits.admit(ACME, PUMP, command(3));
        assertThat(refusal(PUMP, command(4)).of()).isEqualTo(OfWhat.DEVICE);
    }

    @Test
    void aTenantHasALimitOfItsOwnWhicheverTheDevices() {
        for (int i = 0; i < OF_TENANT; i++) {
            limits.admit(ACME, DeviceId.of(ACME, "Flow AG", "P-" + i), command(i));
        }
        assertThat(refusal(PUMP, command(9))).isEqualTo(new TooManyOpenCommands(OfWhat.TENANT, OF_TENANT));
        limits.admit(RIVAL, RIVALS_PUMP, command(9));
        projected.requested(command(0), ACME, PUMP);
        projected.ended(command(0));
        limits.admit(ACME, SPARE, command(10));
    }

    /** By another node: this one sees it when it is projected, a second later at the latest. */
    @Test
    void whatAnotherNodeLetPassCounts() {
        limits.admit(ACME, PUMP, command(1));
        for (int i = 10; i < 10 + OF_TENANT; i++) {
            projected.requested(command(i), ACME, SPARE);
        }
        nanos.addAndGet(OpenCommandLimits.RECOUNT_AFTER.plusMillis(1).toNanos());
        assertThat(refusal(PUMP, command(2)).of()).isEqualTo(OfWhat.TENANT);
    }

    @Test
    void aRequestThatIsNotStoredGivesItsRoomBack() {
        for (int i = 0; i < OF_DEVICE; i++) {
            DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("request"));
            limits.admit(ACME, PUMP, command(i));
            work.rollback();
        }
        for (int i = 0; i < OF_DEVICE; i++) {
            DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("request"));
            limits.admit(ACME, PUMP, command(i));
            work.commit();
        }
        assertThat(refusal(PUMP, command(9)).of()).isEqualTo(OfWhat.DEVICE);
    }

    /** Its outcome was never known, and no event of it ever came. */
    @Test
    void aRequestOfWhichNothingIsHeardIsForgotten() {
        for (int i = 0; i < OF_TENANT; i++) {
            limits.admit(ACME, DeviceId.of(ACME, "Flow AG", "P-" + i), command(i));
        }
        nanos.addAndGet(
                OpenCommandLimits.FORGOTTEN_AFTER.plus(Duration.ofSeconds(1)).toNanos());
        limits.admit(ACME, PUMP, command(9));
    }

    /** A tenant may have a million devices, each of which is told something once. */
    @Test
    void aDeviceThatIsToldNothingMoreIsNotKept() {
        limits.admit(ACME, PUMP, command(1));
        projected.requested(command(1), ACME, PUMP);
        nanos.addAndGet(
                OpenCommandLimits.FORGOTTEN_AFTER.minus(Duration.ofSeconds(1)).toNanos());
        limits.admit(ACME, SPARE, command(2));
        assertThat(limits.devicesKept(ACME)).isEqualTo(2);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        limits.admit(ACME, SPARE, command(3));
        assertThat(limits.devicesKept(ACME)).isEqualTo(1);
    }

    @Test
    void manyAtOncePassNoMoreThanTheLimit() throws InterruptedException {
        int threads = 16;
        AtomicInteger passed = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                CommandId command = command(i);
                callers.execute(() -> {
                    try {
                        begin.await();
                        limits.admit(ACME, PUMP, command);
                        passed.incrementAndGet();
                    } catch (CommandExecutionException full) {
                        // The rest is counted.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            begin.countDown();
            callers.shutdown();
            assertThat(callers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(passed).hasValue(OF_DEVICE);
    }

    @Test
    void whoeverAsksKeepsNobodyElseWaiting() throws Exception {
        limits.admit(ACME, PUMP, command(1));
        nanos.addAndGet(OpenCommandLimits.RECOUNT_AFTER.plusMillis(1).toNanos());
        CountDownLatch later = new CountDownLatch(1);
        projected.answerLater = later;
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            Future<?> asking = callers.submit(() -> limits.admit(ACME, PUMP, command(2)));
            assertThat(projected.asked.await(10, TimeUnit.SECONDS)).isTrue();
            callers.submit(() -> limits.admit(ACME, SPARE, command(3))).get(10, TimeUnit.SECONDS);
            assertThat(asking.isDone()).isFalse();
            later.countDown();
            asking.get(10, TimeUnit.SECONDS);
        }
    }

    /** It was asked before all the others were stored, and is told after they were counted. */
    @Test
    void anAnswerThatWasOvertakenCountsForNothing() throws Exception {
        limits.admit(ACME, PUMP, command(1));
        nanos.addAndGet(OpenCommandLimits.RECOUNT_AFTER.plusMillis(1).toNanos());
        CountDownLatch later = new CountDownLatch(1);
        projected.answerLater = later;
        try (ExecutorService callers = Executors.newFixedThreadPool(1)) {
            Future<TooManyOpenCommands> overtaken = callers.submit(() -> refusal(PUMP, command(2)));
            assertThat(projected.asked.await(10, TimeUnit.SECONDS)).isTrue();
            projected.answerLater = null;
            projected.requested(command(1), ACME, PUMP);
            for (int i = 3; i < 2 + OF_TENANT; i++) {
                DeviceId device = DeviceId.of(ACME, "Flow AG", "P-" + i);
                limits.admit(ACME, device, command(i));
                projected.requested(command(i), ACME, device);
            }
            assertThat(refusal(SPARE, command(8)).of()).isEqualTo(OfWhat.TENANT);
            later.countDown();
            assertThat(overtaken.get(10, TimeUnit.SECONDS).of()).isEqualTo(OfWhat.TENANT);
        }
        assertThat(refusal(SPARE, command(9)).of()).isEqualTo(OfWhat.TENANT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, OpenCommandSettings.MOST + 1})
    void aLimitIsWithinBounds(int most) {
        assertThatThrownBy(() -> new OpenCommandSettings(most, 1))
                .hasMessageContaining("most-open.of-device must be 1 to");
        assertThatThrownBy(() -> new OpenCommandSettings(1, most))
                .hasMessageContaining("most-open.of-tenant must be 1 to");
    }

    private TooManyOpenCommands refusal(DeviceId device, CommandId command) {
        return (TooManyOpenCommands)
                catchThrowableOfType(CommandExecutionException.class, () -> limits.admit(ACME, device, command))
                        .getDetails()
                        .orElseThrow();
    }

    private static CommandId command(int number) {
        return new CommandId(new UUID(7, number));
    }

    /** The read model, at the moment that a test lays out. */
    private static final class Projected implements OpenCommands {
        private final Map<CommandId, Place> all = new ConcurrentHashMap<>();
        private final Set<CommandId> ended = ConcurrentHashMap.newKeySet();
        private final CountDownLatch asked = new CountDownLatch(1);
        /** The next count of a tenant is told only then, and is as of now. */
        private volatile @Nullable CountDownLatch answerLater;

        private record Place(TenantId tenant, DeviceId device) {}

        void requested(CommandId command, TenantId tenant, DeviceId device) {
            all.put(command, new Place(tenant, device));
        }

        void ended(CommandId command) {
            ended.add(command);
        }

        @Override
        public Seen ofDevice(DeviceId device, Set<CommandId> asked) {
            return seen(asked, (int) all.entrySet().stream()
                    .filter(one -> one.getValue().device().equals(device) && !ended.contains(one.getKey()))
                    .count());
        }

        @Override
        public Seen ofTenant(TenantId tenant, Set<CommandId> known) {
            @Nullable CountDownLatch later = answerLater;
            Seen seen = seenOf(tenant, known);
            if (later != null) {
                answerLater = null;
                asked.countDown();
                await(later);
            }
            return seen;
        }

        private static void await(CountDownLatch later) {
            try {
                assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Seen seenOf(TenantId tenant, Set<CommandId> asked) {
            return seen(asked, (int) all.entrySet().stream()
                    .filter(one -> one.getValue().tenant().equals(tenant) && !ended.contains(one.getKey()))
                    .count());
        }

        @Override
        public List<CommandId> nextOf(DeviceId device, long position, @Nullable CommandId after, int most) {
            throw new UnsupportedOperationException("limits count, and list nothing");
        }

        private Seen seen(Set<CommandId> asked, int open) {
            Set<CommandId> known = new HashSet<>(asked);
            known.retainAll(all.keySet());
            return new Seen(open, known);
        }
    }
}
