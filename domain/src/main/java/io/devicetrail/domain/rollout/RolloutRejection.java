package io.devicetrail.domain.rollout;

import io.devicetrail.domain.shared.Rejection;

/** Why a command about a rollout plan was refused. */
public sealed interface RolloutRejection extends Rejection {

    /** Also for one of another tenant. */
    record RolloutPlanUnknown(RolloutPlanId plan) implements RolloutRejection {
        @Override
        public String code() {
            return "ROLLOUT_PLAN_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no rollout plan " + plan + ".";
        }
    }

    record PlanRevisedSince(int expected, int actual) implements RolloutRejection {
        @Override
        public String code() {
            return "PLAN_REVISED_SINCE";
        }

        @Override
        public String message() {
            return "The plan is at revision " + actual + ", not at " + expected
                    + "; read it again before you revise it.";
        }
    }

    record PlanUnchanged(int revision) implements RolloutRejection {
        @Override
        public String code() {
            return "PLAN_UNCHANGED";
        }

        @Override
        public String message() {
            return "That is what revision " + revision + " of the plan says already.";
        }
    }

    /** A withdrawn plan is history: it is read, never altered. */
    record PlanWithdrawn() implements RolloutRejection {
        @Override
        public String code() {
            return "PLAN_WITHDRAWN";
        }

        @Override
        public String message() {
            return "The plan was withdrawn for ever; draft another.";
        }
    }

    record TooManyRevisions(int most) implements RolloutRejection {
        @Override
        public String code() {
            return "TOO_MANY_REVISIONS";
        }

        @Override
        public String message() {
            return "The plan has " + most + " revisions, which is the most; withdraw it and draft another.";
        }
    }

    /**
     * It would be offered to devices that it is not for.
     *
     * @param release name and version
     * @param field of the plan
     * @param mend what the field has to be
     */
    record ReleaseUnfit(String release, String field, String mend) implements RolloutRejection {
        @Override
        public String code() {
            return "RELEASE_UNFIT";
        }

        @Override
        public String message() {
            return "The plan goes beyond what " + release + " was published for: " + field + " " + mend
                    + ". Revise the plan, or publish another version.";
        }
    }

    /** @param release name and version */
    record ReleaseWithdrawn(String release) implements RolloutRejection {
        @Override
        public String code() {
            return "RELEASE_WITHDRAWN";
        }

        @Override
        public String message() {
            return "The release " + release + " was withdrawn for ever; revise the plan to release another.";
        }
    }
}
