package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.Rejection;

/** Why a command about a run was refused. */
public sealed interface RolloutRunRejection extends Rejection {
    /** Also for one of another tenant. */
    record RolloutUnknown(RolloutRunId run) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no rollout " + run + ".";
        }
    }

    /** What was asked does not fit where the run is. */
    record RolloutStateUnfit(RolloutRunState state) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_STATE_UNFIT";
        }

        @Override
        public String message() {
            return switch (state) {
                case CREATED -> "The rollout has not begun; start it first, or abort it.";
                case RUNNING -> "The rollout is running; pause or abort it.";
                case SOAKING ->
                    "The rollout watches what it has installed; pause or abort it, or begin the next wave by hand.";
                case PAUSED -> "The rollout is paused; resume or abort it.";
                case HALTED ->
                    "The rollout has halted; retry what failed, or revise the plan and create another of the new revision.";
                case ABORTED -> "The rollout is aborted; create another.";
                case COMPLETED -> "The rollout is completed; retry what failed, or create another.";
            };
        }
    }

    record CohortEmpty() implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_COHORT_EMPTY";
        }

        @Override
        public String message() {
            return "No device is in the plan's cohort; revise the plan, or look where the devices are.";
        }
    }

    record CohortTooLarge(long found) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_COHORT_TOO_LARGE";
        }

        @Override
        public String message() {
            return "The plan's cohort has " + found + " devices, and a rollout has " + FrozenCohort.MOST_DEVICES
                    + " at most; revise the plan, by site say, and draft others for the rest.";
        }
    }

    record TooManyStrata(long found) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_STRATA_TOO_MANY";
        }

        @Override
        public String message() {
            return "The devices of the plan's cohort are of " + found
                    + " kinds by what it is spread over, and a rollout has "
                    + FrozenCohort.MOST_STRATA
                    + " at most; revise the plan to spread over less, or by site, and draft others for the rest.";
        }
    }

    /** What is searched has not seen all that is stored. */
    record FleetBehind(String why) implements RolloutRunRejection {
        @Override
        public String code() {
            return "FLEET_NOT_SEARCHABLE";
        }

        @Override
        public String message() {
            return "The plan's devices cannot be looked for now: " + why;
        }
    }

    /** Who starts a run says what they have seen. */
    record CohortNotAsExpected(int devices, String hash) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_COHORT_NOT_AS_EXPECTED";
        }

        @Override
        public String message() {
            return "The rollout is about " + devices + " devices with the hash " + hash
                    + "; read it again before you start it.";
        }
    }

    /** Who creates a run says which revision they have seen. */
    record PlanNotAsExpected(int expected, int actual) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_PLAN_NOT_AS_EXPECTED";
        }

        @Override
        public String message() {
            return "The plan is at revision " + actual + ", not at " + expected
                    + "; read it again before you create a rollout of it.";
        }
    }

    /** What was signed since, or will be, is another plan (21 CFR 11.10(f)). */
    record PlanNotAsCreated(int revision) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_PLAN_NOT_AS_CREATED";
        }

        @Override
        public String message() {
            return "The plan was revised or withdrawn after the rollout was created of its revision " + revision
                    + "; abort this rollout unless it is over, and create another of a plan that is in force.";
        }
    }

    /** One run at a time is what was signed. */
    record RevisionInUse(RolloutRunId other, RolloutRunState state) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_REVISION_IN_USE";
        }

        @Override
        public String message() {
            return "Rollout " + other + " of the same revision of the plan is " + state
                    + "; wait for its end, or abort it.";
        }
    }

    /**
     * What the plan bears was borne: to bear as much again is to be signed again (21 CFR 11.10(f)).
     *
     * @param state the other is in now
     * @param halted whether it did in any round
     */
    record RevisionSpent(RolloutRunId other, int revision, RolloutRunState state, boolean halted)
            implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_REVISION_SPENT";
        }

        @Override
        public String message() {
            String over = state == RolloutRunState.ABORTED
                    ? " was aborted after devices had failed"
                    : " is completed, and more of its devices have failed since than the plan bears";
            String how = halted ? " has halted" : over;
            return "Rollout " + other + " of revision " + revision + how
                    + "; revise the plan, have the revision signed, and create another rollout of it.";
        }
    }

    record NothingToRetry() implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_NOTHING_TO_RETRY";
        }

        @Override
        public String message() {
            return "No device of the rollout has failed.";
        }
    }

    /** A round begins when the one before is over. */
    record OffersStillOpen(int open) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_OFFERS_STILL_OPEN";
        }

        @Override
        public String message() {
            return open + " devices of the rollout have not ended; wait for them, or skip them.";
        }
    }

    record TooManyRounds(int most) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_TOO_MANY_ROUNDS";
        }

        @Override
        public String message() {
            return "The rollout has had " + most + " rounds, which is the most; create another.";
        }
    }

    record DeviceNotInRollout(DeviceId device) implements RolloutRunRejection {
        @Override
        public String code() {
            return "DEVICE_NOT_IN_ROLLOUT";
        }

        @Override
        public String message() {
            return "The rollout is not about the device " + device + ".";
        }
    }

    record DeviceHasEnded(RolloutDeviceState state) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_DEVICE_HAS_ENDED";
        }

        @Override
        public String message() {
            return "The device is " + state + "; only one that waits or has not ended can be skipped.";
        }
    }

    /** Two persons may begin a wave at once; the second sees that there is nothing left for them to do. */
    record WaveNotAsExpected(int expected, int actual) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_WAVE_NOT_AS_EXPECTED";
        }

        @Override
        public String message() {
            return "The rollout is at wave " + actual + ", not at " + expected
                    + "; read it again before you begin the next.";
        }
    }

    record WaveNotOffered(int left) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_WAVE_NOT_OFFERED";
        }

        @Override
        public String message() {
            return left
                    + " devices of the wave have not been offered the release yet; wait until they have, or skip them.";
        }
    }

    /** What the plan asks for of the wave is not there, and who signed it counts on that. */
    record WaveNotVerified(int wave) implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_WAVE_NOT_VERIFIED";
        }

        @Override
        public String message() {
            return "Fewer devices of wave " + wave
                    + " have verified than the plan asks for before the next; wait until more have.";
        }
    }

    record NoFurtherWave() implements RolloutRunRejection {
        @Override
        public String code() {
            return "ROLLOUT_NO_FURTHER_WAVE";
        }

        @Override
        public String message() {
            return "No wave with devices that wait is left; the rollout ends by itself.";
        }
    }
}
