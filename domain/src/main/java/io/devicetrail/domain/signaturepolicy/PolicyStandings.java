package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.RecordVersions.Version;
import java.util.Optional;

/** Tells how records stand before their policies. */
public interface PolicyStandings {
    /** Empty where no policy asks for signatures under the record. */
    Optional<PolicyStanding> of(Version version);
}
