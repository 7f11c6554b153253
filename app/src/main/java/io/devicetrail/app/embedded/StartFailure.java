package io.devicetrail.app.embedded;

import org.jspecify.annotations.Nullable;

/**
 * Something a person can mend keeps Devicetrail from starting. The message is one line that says what is wrong; the
 * mend is one line that says what to do. Nobody needs a stack trace to understand it.
 */
public final class StartFailure extends RuntimeException {
    private final String mend;

    public StartFailure(String message, String mend) {
        this(message, mend, null);
    }

    public StartFailure(String message, String mend, @Nullable Throwable cause) {
        super(message, cause);
        this.mend = mend;
    }

    public String mend() {
        return mend;
    }

    /** What is wrong and what to do about it, in one line. */
    public String line() {
        return getMessage() + ". " + mend;
    }
}
