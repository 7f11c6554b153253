package io.devicetrail.edge.source;

/** Where readings go. A reading whose {@code append} returned survives a crash of the process. */
public interface ReadingSink {

    /** False when sources must stop reading until there is room again. */
    boolean hasRoom();

    /** @throws ReadingNotStored when the reading could not be made durable; it is lost and must be counted */
    void append(Reading reading);

    /** The medium under the sink refused: disk full, file gone, sink closed. */
    final class ReadingNotStored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ReadingNotStored(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
