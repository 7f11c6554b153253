package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenTimeUnfit;
import java.time.Duration;
import java.time.Instant;

/** When a one-time token may end. */
final class TokenTime {
    /** Longest life of a token: it is carried to the device by hand. */
    static final Duration LONGEST = Duration.ofDays(30);

    private TokenTime() {}

    static void require(Instant until, Instant now) {
        unless(until.isAfter(now) && !until.isAfter(now.plus(LONGEST)), new TokenTimeUnfit(LONGEST));
    }
}
