package io.devicetrail.bench;

/** The database would lose commits at a power cut: its figures would say nothing about a log. */
public final class NotDurableException extends RuntimeException {
    NotDurableException(String message) {
        super(message);
    }
}
