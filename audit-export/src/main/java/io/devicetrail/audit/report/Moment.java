package io.devicetrail.audit.report;

import io.devicetrail.audit.report.sheet.Text;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as they are printed: UTC, with all the digits that the log has. */
final class Moment {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Moment() {}

    static Text of(Instant instant) {
        return new Text().words(DAY.format(instant)).line().words(TIME.format(instant));
    }

    static String text(Instant instant) {
        return DAY.format(instant) + " " + TIME.format(instant) + " UTC";
    }
}
