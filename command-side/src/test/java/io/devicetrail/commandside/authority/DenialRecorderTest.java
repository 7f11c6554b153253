package io.devicetrail.commandside.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.authority.DenialCounts.Denial;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.RecordDenial;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;

/** Every denial is told in the log, one by one or in a number (21 CFR 11.300(d)). */
class DenialRecorderTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final Caller CALLER =
            new Caller(ActorType.PERSON, ADA.toString(), "Ada", "operator", "pwd otp", "10.0.0.9", "curl", null, null);

    private final AtomicLong nanos = new AtomicLong(1);
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final List<RecordDenial> recorded = new CopyOnWriteArrayList<>();
    private final List<Object> tenants = new CopyOnWriteArrayList<>();
    private final Semaphore entries = new Semaphore(0);
    private Authority authority = Authority.NONE;
    private final DenialCounts counts = new DenialCounts(nanos::get);
    private final DenialRecorder recorder = new DenialRecorder(
            DefaultCommandGateway.builder().commandBus(bus).build(), new AllAlike(), counts, Duration.ofMillis(5));
    private boolean away;

    DenialRecorderTest() {
        bus.subscribe(RecordDenial.class.getName(), message -> {
            if (away) {
                throw new IllegalStateException("the log is away");
            }
            recorded.add((RecordDenial) message.getPayload());
            tenants.add(message.getMetaData().get(Metadata.TENANT));
            entries.release();
            return null;
        });
    }

    @Test
    @Requirement("11.300(d)")
    void theEndOfASeriesIsToldEvenIfNothingFollows() {
        deny(DenialCounts.MOST_PER_MINUTE + 12);
        assertThat(recorded).hasSize(DenialCounts.MOST_PER_MINUTE);

        recorder.tell(false);
        assertThat(recorded).as("the minute goes on").hasSize(DenialCounts.MOST_PER_MINUTE);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        recorder.tell(false);
        recorder.tell(false);

        assertThat(recorded).hasSize(DenialCounts.MOST_PER_MINUTE + 1);
        assertThat(recorded.getLast().unrecorded()).isEqualTo(11);
        assertThat(recorded.getLast().operation()).isEqualTo("retireDevice");
        assertThat(told()).isEqualTo(DenialCounts.MOST_PER_MINUTE + 12);
    }

    /** What was told is not told again, and was one of those that get an entry. */
    @Test
    void afterTheEndOfASeriesTheCountBeginsAnew() {
        deny(DenialCounts.MOST_PER_MINUTE + 12);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        recorder.tell(false);
        deny(DenialCounts.MOST_PER_MINUTE);

        assertThat(recorded).hasSize(2 * DenialCounts.MOST_PER_MINUTE);
        assertThat(recorded.getLast().unrecorded()).isZero();
        assertThat(told()).isEqualTo(2 * DenialCounts.MOST_PER_MINUTE + 11);
    }

    @Test
    void theNextDenialOfAnotherMinuteTellsHowManyWereLeftOut() {
        deny(DenialCounts.MOST_PER_MINUTE + 2);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        deny(1);

        assertThat(recorded.getLast().unrecorded()).isEqualTo(2);
    }

    @Test
    void anOrderlyEndTellsWhatWasCounted() {
        recorder.start();
        deny(DenialCounts.MOST_PER_MINUTE + 5);
        recorder.stop();

        assertThat(told()).isEqualTo(DenialCounts.MOST_PER_MINUTE + 5);
    }

    @Test
    void whatTheLogDidNotTakeIsToldLater() {
        away = true;
        deny(3);
        away = false;
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        recorder.tell(false);

        assertThat(recorded)
                .singleElement()
                .satisfies(last -> assertThat(last.unrecorded()).isEqualTo(2));
    }

    /** The one who was denied waits as well, so not for ever; and what may not be on record is told again. */
    @Test
    void theLogIsWaitedForFiveSecondsAndWhatItDidNotSayIsToldLater() {
        List<Duration> waits = new ArrayList<>();
        CommandGateway silent = (CommandGateway) Proxy.newProxyInstance(
                CommandGateway.class.getClassLoader(),
                new Class<?>[] {CommandGateway.class},
                (gateway, send, arguments) -> new CompletableFuture<Object>() {
                    @Override
                    public Object get() {
                        throw new AssertionError("without an end");
                    }

                    @Override
                    public Object get(long time, TimeUnit unit) throws TimeoutException {
                        waits.add(Duration.of(time, unit.toChronoUnit()));
                        throw new TimeoutException();
                    }
                });
        new DenialRecorder(silent, new AllAlike(), counts, Duration.ofMillis(5))
                .denied(CALLER, "retireDevice", "commons");

        assertThat(waits).containsExactly(Duration.ofSeconds(5));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        recorder.tell(false);
        assertThat(told()).isEqualTo(1);
    }

    /** Whoever stopped trying is told of all the same. */
    @Test
    @Requirement("11.300(d)")
    void theEndOfASeriesIsLookedForWhileItRuns() throws InterruptedException {
        recorder.start();
        deny(DenialCounts.MOST_PER_MINUTE + 3);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(entries.tryAcquire(DenialCounts.MOST_PER_MINUTE + 1, 10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(told()).isEqualTo(DenialCounts.MOST_PER_MINUTE + 3);
        recorder.stop();
    }

    @Test
    void aDenialIsInTheTrailOfTheTenantWhereTheyHaveARoleElseOfTheInstallation() {
        deny(1);
        authority = new Authority(true, Set.of(new Grant(new TenantId("commons"), null, Role.OPERATOR)));
        deny(1);
        recorder.denied(CALLER, "retireDevice", "rival");
        recorder.denied(CALLER, "retireDevice", "no tenant's name");

        assertThat(tenants).containsExactly("installation", "commons", "installation", "installation");
    }

    @Test
    void whatSomebodyCallsATenantIsRepeatedInPart() {
        recorder.denied(CALLER, "retireDevice", "a\nb\u0007c" + "x".repeat(DenialRecorder.LONGEST_WHERE));

        assertThat(recorded.getFirst().where()).isEqualTo("a b c" + "x".repeat(DenialRecorder.LONGEST_WHERE - 5));
    }

    /** Memory is bounded; forgotten is a count, and never an entry of the log. */
    @Test
    void ofTooManyPeopleThoseWhoWereDeniedLongestAgoAreForgotten() {
        for (int i = 0; i < DenialCounts.MOST_PER_MINUTE; i++) {
            counts.admitted(denial("first"));
        }
        assertThat(counts.admitted(denial("first"))).as("the control").isNegative();
        for (int i = 0; i < DenialCounts.MOST_PEOPLE; i++) {
            counts.admitted(denial("somebody " + i));
        }
        assertThat(counts.admitted(denial("first"))).isZero();
    }

    private static Denial denial(String who) {
        return new Denial(
                new Caller(ActorType.PERSON, who, who, "operator", "pwd", "10.0.0.9", "curl", null, null),
                "retireDevice",
                "commons");
    }

    private void deny(int times) {
        for (int i = 0; i < times; i++) {
            recorder.denied(CALLER, "retireDevice", "commons");
        }
    }

    /** All that the log knows of. */
    private int told() {
        return recorded.stream().mapToInt(denial -> 1 + denial.unrecorded()).sum();
    }

    private final class AllAlike implements Authorities {
        @Override
        public Authority of(PersonId person) {
            return authority;
        }

        @Override
        public Authority of(ApiKeyId key) {
            return authority;
        }
    }
}
