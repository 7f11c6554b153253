package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.shared.Rejection;
import java.util.List;

/** Why a command about a device model was refused. */
public sealed interface DeviceModelRejection extends Rejection {
    record VersionNotNext(int expected, int given) implements DeviceModelRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_NOT_NEXT";
        }

        @Override
        public String message() {
            return "The next version of this model is " + expected + ", not " + given + ".";
        }
    }

    /** @param changes that break the promise, all of them */
    record ModelVersionIncompatible(int before, int version, Compatibility promise, List<String> changes)
            implements DeviceModelRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_INCOMPATIBLE";
        }

        @Override
        public String message() {
            return "Version " + version + " is not " + promise + " compatible with version " + before + ": "
                    + String.join("; ", changes) + ". Change that, or promise less.";
        }
    }

    record ModelVersionUnknown(DeviceModelId deviceModel, int version) implements DeviceModelRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no version " + version + " of device model " + deviceModel + ".";
        }
    }

    record ModelVersionDeprecated(int version) implements DeviceModelRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_DEPRECATED";
        }

        @Override
        public String message() {
            return "Version " + version + " of this model is deprecated; use a newer one.";
        }
    }

    /** What only reports goes by the rules of a version before it. */
    record NoFormerModelVersion(int version) implements DeviceModelRejection {
        @Override
        public String code() {
            return "NO_FORMER_MODEL_VERSION";
        }

        @Override
        public String message() {
            return "No version before version " + version
                    + " is enforced, whose rules could hold while it only reports; publish it without reportOnly.";
        }
    }

    /** A series, a property and an argument has one type, and a command one class, whichever of the two versions takes it. */
    record ReportOnlyDefinesOtherwise(int former, List<String> names) implements DeviceModelRejection {
        @Override
        public String code() {
            return "REPORT_ONLY_DEFINES_OTHERWISE";
        }

        @Override
        public String message() {
            return "Version " + former + " has these in another type, unit, direction or class: "
                    + String.join(", ", names) + ". Give them other names, or publish it without reportOnly.";
        }
    }

    record ModelVersionEnforcedAlready(int version) implements DeviceModelRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_ENFORCED";
        }

        @Override
        public String message() {
            return "Version " + version + " of this model is enforced already.";
        }
    }
}
