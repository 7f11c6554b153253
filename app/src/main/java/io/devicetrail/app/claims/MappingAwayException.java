package io.devicetrail.app.claims;

import org.jspecify.annotations.Nullable;

/** The roles of somebody could not be held against their token: it must not be acted on before they were. */
public final class MappingAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingAwayException(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
