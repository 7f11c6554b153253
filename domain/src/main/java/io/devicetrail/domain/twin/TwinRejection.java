package io.devicetrail.domain.twin;

import io.devicetrail.domain.devicemodel.ValueType;
import io.devicetrail.domain.shared.Rejection;

/** Why a request about a twin was refused. */
public sealed interface TwinRejection extends Rejection {
    record DesiredVersionStale(int expected, int actual) implements TwinRejection {
        @Override
        public String code() {
            return "DESIRED_VERSION_STALE";
        }

        @Override
        public String message() {
            return "The desired properties are in version " + actual + ", not " + expected + "; read them again.";
        }
    }

    record DesiredPropertyUnknown(String name) implements TwinRejection {
        @Override
        public String code() {
            return "DESIRED_PROPERTY_UNKNOWN";
        }

        @Override
        public String message() {
            return "The device's model defines no desired property " + name + ".";
        }
    }

    record DesiredPropertyUnfit(String name, ValueType type) implements TwinRejection {
        @Override
        public String code() {
            return "DESIRED_PROPERTY_UNFIT";
        }

        @Override
        public String message() {
            return "The property " + name + " is a " + type + " in the device's model.";
        }
    }

    /** What is desired goes to the device in one message. */
    record DesiredTooLarge(int most) implements TwinRejection {
        @Override
        public String code() {
            return "DESIRED_TOO_LARGE";
        }

        @Override
        public String message() {
            return "All desired properties together must not be larger than " + most + " bytes.";
        }
    }

    record DesiredUnchanged() implements TwinRejection {
        @Override
        public String code() {
            return "NOTHING_TO_CHANGE";
        }

        @Override
        public String message() {
            return "All of this is desired of the device already.";
        }
    }

    /** A device can speak only of what it was told. */
    record DesiredVersionUnknown(int version, int actual) implements TwinRejection {
        @Override
        public String code() {
            return "DESIRED_VERSION_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no version " + version + " of the desired properties; the last one is " + actual + ".";
        }
    }
}
