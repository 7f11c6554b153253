package io.devicetrail.app.rules.violations.sagas;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

final class SagaWithInjectedField {
    @Autowired
    private @Nullable Clock clock;

    @Value("${setting}")
    private @Nullable String setting;

    String told() {
        return clock + " " + setting;
    }
}
