package io.devicetrail.domain.command;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;
import java.util.Locale;

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

        /** Of a device that left for good: for who reads what became of a command, such as {@code DEVICE_RETIRED}. */
        public String leftAs() {
            return "DEVICE_" + lifeCycle.name();
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
            return "The command was not sent yet, so it cannot be answered.";
        }
    }

    /** Real time is now or never. */
    record DeviceNotConnected(Connectivity connectivity) implements CommandRejection {
        @Override
        public String code() {
            return "DEVICE_NOT_CONNECTED";
        }

        @Override
        public String message() {
            return "The device is " + connectivity + "; a command of real time cannot wait for it.";
        }
    }

    /** Each of them will be sent, answered or ended: who asks for more than a device can do only makes a longer queue. */
    record TooManyOpenCommands(OfWhat of, int most) implements CommandRejection {
        public static final String CODE = "TOO_MANY_OPEN_COMMANDS";

        /** What has a limit. */
        public enum OfWhat {
            DEVICE,
            TENANT
        }

        @Override
        public String code() {
            return CODE;
        }

        @Override
        public String message() {
            return "The " + of.name().toLowerCase(Locale.ROOT) + " has " + most
                    + " commands that have not ended, which is the most; wait until some have, or cancel some.";
        }
    }

    /** Of a job's command: the job cannot give what the command needs by now, and nobody is asked to in its name. */
    record NotForJobs(String why) implements CommandRejection {
        @Override
        public String code() {
            return "NOT_FOR_JOBS";
        }

        @Override
        public String message() {
            return "The command " + why + ", which its job does not; request it by itself.";
        }
    }

    /** It never needed an approval, has it already, or waited too long. */
    record NotAwaitingApproval(CommandState state) implements CommandRejection {
        @Override
        public String code() {
            return "NOT_AWAITING_APPROVAL";
        }

        @Override
        public String message() {
            return "The command does not wait for an approval: " + state + ".";
        }
    }

    record ApprovalByRequester() implements CommandRejection, Denial {
        @Override
        public String code() {
            return "APPROVAL_BY_REQUESTER";
        }

        @Override
        public String message() {
            return "Another person than who asked for the command has to agree.";
        }
    }

    /** Two persons decide, and a machine is none. */
    record ApprovedByPeople() implements CommandRejection, Denial {
        @Override
        public String code() {
            return "APPROVED_BY_PEOPLE";
        }

        @Override
        public String message() {
            return "A person has to agree to the command, or not to; a machine cannot.";
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
