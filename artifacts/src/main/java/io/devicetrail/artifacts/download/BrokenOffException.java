package io.devicetrail.artifacts.download;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file was not given out to its end, by a fault here; that a device breaks off is not one. */
final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOffException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
