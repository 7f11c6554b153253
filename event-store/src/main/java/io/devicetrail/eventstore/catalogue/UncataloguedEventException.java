package io.devicetrail.eventstore.catalogue;

/** An event whose name or class is not in the catalogue: reading on would lose history in silence. */
public final class UncataloguedEventException extends RuntimeException {
    public UncataloguedEventException(String message) {
        super(message);
    }
}
