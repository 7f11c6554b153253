package io.devicetrail.app.rules.violations.sagas;

import java.util.Date;

@SuppressWarnings("JavaUtilDate")
final class SagaWithOldDates {
    Date epoch() {
        return new Date(0);
    }
}
