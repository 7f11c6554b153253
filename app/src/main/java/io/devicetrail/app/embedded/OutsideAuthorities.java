package io.devicetrail.app.embedded;

import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.outsideca.EstAuthority;
import io.devicetrail.pki.outsideca.OutsideAuthoritySettings;
import io.devicetrail.pki.outsideca.OutsideAuthoritySettings.Est;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whose certificates the broker has to let through TLS, beside ours; the log decides who comes in. As long as another's
 * authority is set, whoever signs now: what it signed before, devices have until they renew.
 */
final class OutsideAuthorities {
    private OutsideAuthorities() {}

    /** @throws StartFailure if what is set cannot be used */
    static List<X509Certificate> of(Settings settings) {
        Est est = settings.bound(CertificateSettings.PREFIX, OutsideAuthoritySettings.class)
                .est();
        if (est == null) {
            return List.of();
        }
        try {
            return EstAuthority.anchors(est);
        } catch (IllegalArgumentException unusable) {
            throw new StartFailure(
                    "The outside authority cannot be used: " + unusable.getMessage(),
                    "Check " + CertificateSettings.PREFIX + ".est",
                    unusable);
        }
    }
}
