package io.devicetrail.domain.release;

import io.devicetrail.domain.shared.Rejection;

/** Why a command about a software release was refused. */
public sealed interface SoftwareReleaseRejection extends Rejection {

    /** Also for one of another tenant. */
    record SoftwareReleaseUnknown(SoftwareReleaseId release) implements SoftwareReleaseRejection {
        @Override
        public String code() {
            return "SOFTWARE_RELEASE_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no software release " + release + ".";
        }
    }

    /** Also if it was withdrawn: a version never means two things. */
    record SoftwareReleaseExists(String name, String version) implements SoftwareReleaseRejection {
        @Override
        public String code() {
            return "SOFTWARE_RELEASE_EXISTS";
        }

        @Override
        public String message() {
            return "Version " + version + " of " + name + " was published before; publish another version.";
        }
    }

    record SoftwareReleaseWithdrawnBefore() implements SoftwareReleaseRejection {
        @Override
        public String code() {
            return "SOFTWARE_RELEASE_WITHDRAWN";
        }

        @Override
        public String message() {
            return "The release was withdrawn for ever; publish another version.";
        }
    }
}
