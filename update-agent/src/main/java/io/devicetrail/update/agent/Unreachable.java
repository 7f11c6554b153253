package io.devicetrail.update.agent;

import java.io.IOException;

/** The other side cannot be had at the moment; says nothing about the update. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String what, Throwable why) {
        super(what, why);
    }

    Unreachable(String what) {
        super(what);
    }
}
