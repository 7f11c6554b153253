package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.shared.Rejection;

/** Why a decision about dead letters was refused. */
public sealed interface DeadLetterRejection extends Rejection {
    record NoDeadLetters(String processor, String stream) implements DeadLetterRejection {
        @Override
        public String code() {
            return "NO_DEAD_LETTERS";
        }

        @Override
        public String message() {
            return "Processor " + processor + " holds back nothing of " + stream
                    + "; the list of dead letters names both.";
        }
    }
}
