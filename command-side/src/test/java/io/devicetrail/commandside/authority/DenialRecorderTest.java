package io.devicetrail.commandside.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.RecordDenial;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;

/** Every denial is told in the log, one by one or in a number (21 CFR 11.300(d)). */
class DenialRecorderTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final Caller CALLER =
            new Caller(ActorType.PERSON, ADA.toString(), "Ada", "operator", "pwd otp", "10.0.0.9", "curl", null, null);

    private final AtomicLong nanos = new AtomicLong(1);
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final List<RecordDenial> recorded = new ArrayList<>();
    private final DenialRecorder recorder = new DenialRecorder(
            DefaultCommandGateway.builder().commandBus(bus).build(), new Nobodys(), new DenialCounts(nanos::get));
    private boolean away;

    DenialRecorderTest() {
        bus.subscribe(RecordDenial.class.getName(), message -> {
            if (away) {
                throw new IllegalStateException("the log is away");
            }
            recorded.add((RecordDenial) message.getPayload());
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

    private void deny(int times) {
        for (int i = 0; i < times; i++) {
            recorder.denied(CALLER, "retireDevice", "commons");
        }
    }

    /** All that the log knows of. */
    private int told() {
        return recorded.stream().mapToInt(denial -> 1 + denial.unrecorded()).sum();
    }

    /** Nobody has a role. */
    private static final class Nobodys implements Authorities {
        @Override
        public Authority of(PersonId person) {
            return Authority.NONE;
        }

        @Override
        public Authority of(ApiKeyId key) {
            return Authority.NONE;
        }
    }
}
