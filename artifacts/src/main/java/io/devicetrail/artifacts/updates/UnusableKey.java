package io.devicetrail.artifacts.updates;

/** A file that should hold a key, and cannot be used; what it says is for the operator, and names no secret. */
final class UnusableKey extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableKey(String sentence) {
        super(sentence);
    }
}
