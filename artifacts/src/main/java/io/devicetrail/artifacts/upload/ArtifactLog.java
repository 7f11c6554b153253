package io.devicetrail.artifacts.upload;

import io.devicetrail.domain.artifact.ArtifactFile;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/** Puts files on record. */
public interface ArtifactLog {
    /** Who sent the request. */
    Uploader uploader(HttpServletRequest request);

    /** Somebody who is signed in. */
    interface Uploader {
        /** The same for the same person or key, for ever. */
        String id();

        /**
         * Puts it on record; the same upload again is answered the same.
         *
         * @throws NotRecorded if it was not, or nobody knows
         */
        Recorded record(TenantId tenant, ArtifactFile file, UUID upload) throws NotRecorded;
    }

    /**
     * A file that is on record.
     *
     * @param position log index at which it is seen
     */
    record Recorded(ArtifactId artifact, long position) {}

    /** Refused by a rule, or the log did not answer. */
    final class NotRecorded extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final boolean away;

        /** @param away whether asking again may help */
        public NotRecorded(String code, String sentence, boolean away) {
            super(sentence);
            this.code = code;
            this.away = away;
        }

        public String code() {
            return code;
        }

        public boolean away() {
            return away;
        }
    }
}
