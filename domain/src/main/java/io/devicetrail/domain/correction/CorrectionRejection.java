package io.devicetrail.domain.correction;

import io.devicetrail.domain.shared.Rejection;
import org.jspecify.annotations.Nullable;

/** Why a correction was refused. */
public sealed interface CorrectionRejection extends Rejection {

    /** Also for one of another tenant. */
    record EntryUnknown(long index, int ordinal) implements CorrectionRejection {
        @Override
        public String code() {
            return "ENTRY_UNKNOWN";
        }

        @Override
        public String message() {
            return "The audit trail of this tenant has no entry " + index + "/" + ordinal
                    + "; give index and ordinal as the audit trail shows them.";
        }
    }

    /** It is no statement about a device, a model, a command or a site that somebody made. */
    record EntryNotCorrectable(String event) implements CorrectionRejection {
        @Override
        public String code() {
            return "ENTRY_NOT_CORRECTABLE";
        }

        @Override
        public String message() {
            return "Entries of this kind are not corrected. Those are that a person, a machine or a device has brought"
                    + " about devices, device models, commands and sites; a correction that is wrong is mended by another"
                    + " correction of the same entry.";
        }
    }

    /** Somebody else has corrected it since, or it was misread. */
    record ValueNotAsSeen(@Nullable String current) implements CorrectionRejection {
        @Override
        public String code() {
            return "VALUE_NOT_AS_SEEN";
        }

        @Override
        public String message() {
            return "The value in force is not the one you expect; look at the entry and its corrections again.";
        }
    }

    record ValueUnchanged() implements CorrectionRejection {
        @Override
        public String code() {
            return "VALUE_UNCHANGED";
        }

        @Override
        public String message() {
            return "The new value is the one in force already; a correction says another one.";
        }
    }

    record TooManyCorrections(int most) implements CorrectionRejection {
        @Override
        public String code() {
            return "TOO_MANY_CORRECTIONS";
        }

        @Override
        public String message() {
            return "This entry was corrected " + most
                    + " times, which is the most. Say what is true by a new change of the" + " record itself.";
        }
    }
}
