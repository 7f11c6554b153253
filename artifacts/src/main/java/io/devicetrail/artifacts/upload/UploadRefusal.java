package io.devicetrail.artifacts.upload;

import org.jspecify.annotations.Nullable;

/** Why a request of an upload is refused: a status of HTTP, a stable code, and a sentence with the mend. */
final class UploadRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int WRONG_VERSION = 412;
    static final int TOO_LARGE = 413;
    static final int WRONG_TYPE = 415;
    static final int WRONG_CONTENT = 422;
    static final int LOCKED = 423;
    static final int TOO_MANY = 429;
    static final int UNAVAILABLE = 503;
    static final int NO_SPACE = 507;

    private final int status;
    private final String code;

    UploadRefusal(int status, String code, String sentence) {
        this(status, code, sentence, null);
    }

    UploadRefusal(int status, String code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause, false, false);
        this.status = status;
        this.code = code;
    }

    static UploadRefusal unknown() {
        return new UploadRefusal(
                NOT_FOUND,
                "UPLOAD_UNKNOWN",
                "There is no such upload: it was never begun, was not by you, was given up, or is over. Begin another.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
