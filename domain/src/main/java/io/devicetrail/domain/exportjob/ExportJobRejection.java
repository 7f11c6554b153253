package io.devicetrail.domain.exportjob;

import io.devicetrail.domain.shared.Rejection;

/** The rules about export jobs. */
public sealed interface ExportJobRejection extends Rejection {
    /** Also for one of a tenant at which who asks has no role. */
    record ExportJobUnknown(ExportJobId job) implements ExportJobRejection {
        @Override
        public String code() {
            return "EXPORT_JOB_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no export job " + job + ".";
        }
    }

    /** How many of others is nobody's business. */
    record ExportQueueFull() implements ExportJobRejection {
        @Override
        public String code() {
            return "EXPORT_QUEUE_FULL";
        }

        @Override
        public String message() {
            return "Too many exports wait already; ask again when some of them are made, or cancel one of yours.";
        }
    }

    record ExportJobNotYours() implements ExportJobRejection {
        @Override
        public String code() {
            return "EXPORT_JOB_NOT_YOURS";
        }

        @Override
        public String message() {
            return "An export job is cancelled by who asked for it.";
        }
    }

    record ExportJobOver(ExportJobState state) implements ExportJobRejection {
        @Override
        public String code() {
            return "EXPORT_JOB_OVER";
        }

        @Override
        public String message() {
            return "This export job is " + state + " already; only one that is not made yet can be cancelled.";
        }
    }
}
