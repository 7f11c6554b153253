package io.devicetrail.commandside.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.enrolment.ClaimCode;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.MalformedInput;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrongCodesTest {
    private long nanos;

    @Test
    void whoGuessesWaitsForTheNextMinute() {
        WrongCodes codes = new WrongCodes(() -> nanos);
        for (int i = 0; i < WrongCodes.MOST_PER_MINUTE; i++) {
            assertThat(codes.tooMany("ada")).isFalse();
            codes.add("ada");
        }
        assertThat(codes.tooMany("ada")).isTrue();
        assertThat(codes.tooMany("ben")).isFalse();
        nanos = Duration.ofMinutes(1).toNanos() - 1;
        assertThat(codes.tooMany("ada")).isTrue();
        nanos++;
        assertThat(codes.tooMany("ada")).isFalse();
        codes.add("ada");
        assertThat(codes.tooMany("ada")).as("counted anew").isFalse();
    }

    @Test
    void aCodeIsTakenAsPeopleTypeIt() {
        assertThat(ClaimCode.hash("abcd-efgh 2345-67xy")).isEqualTo(Fingerprint.of("ABCDEFGH234567XY"));
        assertThatThrownBy(() -> ClaimCode.hash("ABCDEFGH234567X1")).isInstanceOf(MalformedInput.class);
    }
}
