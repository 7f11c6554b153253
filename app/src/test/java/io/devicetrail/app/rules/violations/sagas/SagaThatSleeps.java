package io.devicetrail.app.rules.violations.sagas;

import java.time.Duration;

final class SagaThatSleeps {
    void millis() throws InterruptedException {
        Thread.sleep(1);
    }

    void duration() throws InterruptedException {
        Thread.sleep(Duration.ofMillis(1));
    }
}
