package io.devicetrail.domain.device;

import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;

/** Why a command about a device was refused. */
public sealed interface DeviceRejection extends Rejection {
    record SerialNumberTaken(String manufacturer, String serialNumber) implements DeviceRejection {
        @Override
        public String code() {
            return "SERIAL_NUMBER_TAKEN";
        }

        @Override
        public String message() {
            return "A device of " + manufacturer + " with serial number " + serialNumber + " is registered already.";
        }
    }

    record DeviceUnknown(DeviceId device) implements DeviceRejection {
        @Override
        public String code() {
            return "DEVICE_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no device " + device + ".";
        }
    }

    record SiteUnknown(SiteId site) implements DeviceRejection {
        @Override
        public String code() {
            return "SITE_UNKNOWN";
        }

        @Override
        public String message() {
            return "The tenant has no site " + site + ".";
        }
    }

    record IllegalTransition(LifeCycle from, LifeCycle to) implements DeviceRejection {
        @Override
        public String code() {
            return "ILLEGAL_TRANSITION";
        }

        @Override
        public String message() {
            return "A device that is " + from + " cannot become " + to + ".";
        }
    }

    /** The life cycle would allow the outcome, but another step leads there from here. */
    record OtherStepNeeded(LifeCycle from, LifeCycle needed) implements DeviceRejection {
        @Override
        public String code() {
            return "OTHER_STEP_NEEDED";
        }

        @Override
        public String message() {
            return "This step is for a device that is " + needed + "; this one is " + from + ".";
        }
    }

    record TooManyTags(int most) implements DeviceRejection {
        @Override
        public String code() {
            return "TOO_MANY_TAGS";
        }

        @Override
        public String message() {
            return "A device has at most " + most + " tags; remove one first.";
        }
    }

    /** Retired and replaced devices are history: they are read, never altered. */
    record DeviceEnded(LifeCycle lifeCycle) implements DeviceRejection {
        @Override
        public String code() {
            return "DEVICE_ENDED";
        }

        @Override
        public String message() {
            return "The device is " + lifeCycle + "; its record is history and no longer changes.";
        }
    }

    record ReplacementUnfit(DeviceId replacement, String why) implements DeviceRejection {
        @Override
        public String code() {
            return "REPLACEMENT_UNFIT";
        }

        @Override
        public String message() {
            return "Device " + replacement + " cannot take this one's place: " + why + ".";
        }
    }

    record GatewayUnfit(DeviceId gateway, String why) implements DeviceRejection {
        @Override
        public String code() {
            return "GATEWAY_UNFIT";
        }

        @Override
        public String message() {
            return "Device " + gateway + " cannot be the gateway: " + why + ".";
        }
    }

    /**
     * A series of values has one type and one unit, whatever happens to the device.
     *
     * @param version of the device's model that it was to go over to
     * @param names of the telemetry
     */
    record MeasuresOtherwise(int version, List<String> names) implements DeviceRejection {
        @Override
        public String code() {
            return "MODEL_VERSION_MEASURES_OTHERWISE";
        }

        @Override
        public String message() {
            return "Version " + version + " measures " + String.join(", ", names)
                    + " in another type or unit than a version that the device has had; publish a version with another"
                    + " name for it.";
        }
    }

    record NothingToChange(String field) implements DeviceRejection {
        @Override
        public String code() {
            return "NOTHING_TO_CHANGE";
        }

        @Override
        public String message() {
            return "The device's " + field + " is that already.";
        }
    }
}
