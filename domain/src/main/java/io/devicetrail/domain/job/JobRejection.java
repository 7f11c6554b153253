package io.devicetrail.domain.job;

import io.devicetrail.domain.shared.Denial;
import io.devicetrail.domain.shared.Rejection;

/** Why a command about a job was refused. */
public sealed interface JobRejection extends Rejection {
    /** Also for one of another tenant. */
    record JobUnknown(JobId job) implements JobRejection {
        @Override
        public String code() {
            return "JOB_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no job " + job + ".";
        }
    }

    /** What was asked does not fit where the job is. */
    record JobStateUnfit(JobState state) implements JobRejection {
        @Override
        public String code() {
            return "JOB_STATE_UNFIT";
        }

        @Override
        public String message() {
            return switch (state) {
                case DRAFT -> "The job is a draft; start it first, or cancel it.";
                case RUNNING -> "The job is running; pause or cancel it.";
                case PAUSED -> "The job is paused; resume or cancel it.";
                case HALTED -> "The job has halted; retry what failed, or create another for the rest.";
                case COMPLETED -> "The job is completed; retry what failed, or create another.";
                case CANCELLED -> "The job is cancelled; create another.";
            };
        }
    }

    record CohortEmpty() implements JobRejection {
        @Override
        public String code() {
            return "COHORT_EMPTY";
        }

        @Override
        public String message() {
            return "None of the devices can be told the command; previewJob says why.";
        }
    }

    record CohortTooLarge(long found) implements JobRejection {
        @Override
        public String code() {
            return "COHORT_TOO_LARGE";
        }

        @Override
        public String message() {
            return "The search finds " + found + " devices, and a job has " + JobSelection.MOST_DEVICES
                    + " at most; narrow it, by site say, and create several jobs.";
        }
    }

    /** Who starts a job says what they have seen. */
    record CohortNotAsExpected(int devices, String hash) implements JobRejection {
        @Override
        public String code() {
            return "COHORT_NOT_AS_EXPECTED";
        }

        @Override
        public String message() {
            return "The job is about " + devices + " devices with the hash " + hash
                    + "; read it again before you start it.";
        }
    }

    /** The search index is away, or behind. */
    record FleetNotSearchable(String why) implements JobRejection {
        @Override
        public String code() {
            return "FLEET_NOT_SEARCHABLE";
        }

        @Override
        public String message() {
            return "The fleet cannot be searched now: " + why + " Try again, or name the devices.";
        }
    }

    /** Its model wants two persons: one who drafts it and another who starts it. */
    record StartByAuthor() implements JobRejection, Denial {
        @Override
        public String code() {
            return "START_BY_AUTHOR";
        }

        @Override
        public String message() {
            return "The command needs two persons: another person than who created the job has to start or retry it.";
        }
    }

    /** A signature is for one command, and nobody signs ten thousand. */
    record CommandsAreSigned() implements JobRejection {
        @Override
        public String code() {
            return "COMMANDS_ARE_SIGNED";
        }

        @Override
        public String message() {
            return "The tenant's policy asks for signatures under each command, which a job cannot give;"
                    + " request the commands one by one.";
        }
    }

    record NothingToRetry() implements JobRejection {
        @Override
        public String code() {
            return "NOTHING_TO_RETRY";
        }

        @Override
        public String message() {
            return "No device of the job has failed.";
        }
    }

    /** A round begins when the one before is over. */
    record CommandsStillOpen(int open) implements JobRejection {
        @Override
        public String code() {
            return "COMMANDS_STILL_OPEN";
        }

        @Override
        public String message() {
            return open + " commands of the job have not ended; wait for them, or cancel them.";
        }
    }

    record TooManyRounds(int most) implements JobRejection {
        @Override
        public String code() {
            return "TOO_MANY_ROUNDS";
        }

        @Override
        public String message() {
            return "The job has had " + most + " rounds, which is the most; create another.";
        }
    }
}
