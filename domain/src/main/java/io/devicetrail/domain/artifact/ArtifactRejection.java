package io.devicetrail.domain.artifact;

import io.devicetrail.domain.shared.Rejection;

/** Why a command about an artifact was refused. */
public sealed interface ArtifactRejection extends Rejection {

    /** Also for one of another tenant. */
    record ArtifactUnknown(String sha256) implements ArtifactRejection {
        @Override
        public String code() {
            return "ARTIFACT_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no artifact with SHA-256 " + sha256 + "; upload the file first.";
        }
    }
}
