package io.devicetrail.domain.command;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Rejection;

/** Why a request about a command was refused. */
public sealed interface CommandRejection extends Rejection {
    record CommandUnknown(CommandId command) implements CommandRejection {
        @Override
        public String code() {
            return "COMMAND_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no command " + command + ".";
        }
    }

    record CommandNotInModel(String name) implements CommandRejection {
        @Override
        public String code() {
            return "COMMAND_NOT_IN_MODEL";
        }

        @Override
        public String message() {
            return "The device's model defines no command " + name + ".";
        }
    }

    record ArgumentsUnfit(String problem) implements CommandRejection {
        @Override
        public String code() {
            return "COMMAND_ARGUMENTS_UNFIT";
        }

        @Override
        public String message() {
            return "The arguments do not fit the model: " + problem + ".";
        }
    }

    record DeviceNotInService(LifeCycle lifeCycle) implements CommandRejection {
        @Override
        public String code() {
            return "DEVICE_NOT_IN_SERVICE";
        }

        @Override
        public String message() {
            return "The device is " + lifeCycle + "; only an active device takes commands.";
        }
    }

    record CommandEnded(CommandState state) implements CommandRejection {
        @Override
        public String code() {
            return "COMMAND_ENDED";
        }

        @Override
        public String message() {
            return "The command has ended already: " + state + ".";
        }
    }

    /** A device cannot answer what it was never told. */
    record CommandNotSent() implements CommandRejection {
        @Override
        public String code() {
            return "COMMAND_NOT_SENT";
        }

        @Override
        public String message() {
            return "The command waits for signatures and was not sent, so it cannot be answered.";
        }
    }

    /** A device may speak for its own commands only. */
    record NotThisDevicesCommand(DeviceId device) implements CommandRejection {
        @Override
        public String code() {
            return "NOT_THIS_DEVICES_COMMAND";
        }

        @Override
        public String message() {
            return "The command was not given to device " + device + ".";
        }
    }
}
