package io.devicetrail.app.rules.violations.queryside;

import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;

public final class PublicProjection {
    UUID random() {
        return UUID.randomUUID();
    }

    @SuppressWarnings("StringCaseLocaleUsage")
    String lower(String text) {
        return text.toLowerCase();
    }

    String innocentLower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    ZoneId zone() {
        return ZoneId.systemDefault();
    }
}
