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
}
