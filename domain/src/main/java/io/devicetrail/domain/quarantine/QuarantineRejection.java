package io.devicetrail.domain.quarantine;

import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;

/** Why a release was refused. */
public sealed interface QuarantineRejection extends Rejection {

    /** Also for one of another tenant. */
    record QuarantinedMessageUnknown(long number) implements QuarantineRejection {
        @Override
        public String code() {
            return "QUARANTINED_MESSAGE_UNKNOWN";
        }

        @Override
        public String message() {
            return "The quarantine of this tenant has no message " + number
                    + "; give the number as the quarantine shows it.";
        }
    }

    /** It is in the device's series already. */
    record MessageTakenIn(long number) implements QuarantineRejection {
        @Override
        public String code() {
            return "MESSAGE_TAKEN_IN";
        }

        @Override
        public String message() {
            return "Message " + number + " was released before, and its values are stored.";
        }
    }

    /** An earlier release is still to be carried out. */
    record ReleaseUnderWay(long number) implements QuarantineRejection {
        @Override
        public String code() {
            return "RELEASE_UNDER_WAY";
        }

        @Override
        public String message() {
            return "Message " + number + " was released already, and the ingress has yet to say what became of it;"
                    + " look at the quarantine in a moment.";
        }
    }

    /** Nothing more of the message is carried out before somebody decides about its dead letters. */
    record ReleaseHeld(long number, String processor, String stream) implements QuarantineRejection {
        @Override
        public String code() {
            return "RELEASE_HELD";
        }

        @Override
        public String message() {
            return "An earlier release of message " + number + " is a dead letter of processor " + processor
                    + ", stream " + stream + "; retry or release that first.";
        }
    }

    /** A machine judges nothing. */
    record ReleasedByPeople() implements QuarantineRejection, Denial {
        @Override
        public String code() {
            return "RELEASED_BY_PEOPLE";
        }

        @Override
        public String message() {
            return "Whether a message is read again is for a person to decide; a program's key does not.";
        }
    }

    /**
     * Reading it again would put it back.
     *
     * @param misfit stable code of what is wrong with it now
     */
    record MessageStillUnfit(long number, String misfit, String detail) implements QuarantineRejection {
        @Override
        public String code() {
            return "MESSAGE_STILL_UNFIT";
        }

        @Override
        public String message() {
            return "Message " + number + " does not fit as things are: " + misfit + ", " + detail
                    + " Put that right first, or leave it in quarantine.";
        }
    }

    record TooManyReleases(int most) implements QuarantineRejection {
        @Override
        public String code() {
            return "TOO_MANY_RELEASES";
        }

        @Override
        public String message() {
            return "This message was released " + most + " times, which is the most, and was never stored.";
        }
    }
}
