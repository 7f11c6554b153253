package io.devicetrail.pki.certificates;

import io.devicetrail.domain.enrolment.RenewalTerm;
import io.devicetrail.pki.CertificateSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** {@code devicetrail.certificates.renewal}. */
@Component
class RenewalTermOfSettings implements RenewalTerm {
    private final Duration beforeEnd;

    RenewalTermOfSettings(CertificateSettings settings) {
        this.beforeEnd = settings.renewal();
    }

    @Override
    public Duration beforeEnd() {
        return beforeEnd;
    }
}
