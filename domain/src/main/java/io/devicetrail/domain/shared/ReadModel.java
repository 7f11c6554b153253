package io.devicetrail.domain.shared;

/**
 * A read model: derived from the log alone, thrown away and rebuilt to the same bytes at any time.
 *
 * <p>Rebuild: its event processor is stopped, {@link #beginRebuild()}, its tokens go back to the tail of the log, the
 * processor runs until it has seen the head, {@link #completeRebuild()}.
 */
public interface ReadModel {
    /** Its name; also the name of its Axon processing group. */
    String name();

    /**
     * Whether an event of that kind may change something in it. One that does not comes to it all the same, a moment later
     * and together with others, so that its position moves on.
     */
    default boolean concernedBy(Class<?> event) {
        return true;
    }

    /**
     * Segments it is projected in side by side, each with the records that fall to it; 1 where a record needs what
     * another one's event left behind.
     */
    default int segments() {
        return 1;
    }

    /** Empties the read model, or opens a new generation beside the live one. Called while its processor stands still. */
    void beginRebuild();

    /** Puts the rebuilt generation in the place of the live one, where there are two. */
    void completeRebuild();

    /** SHA-256, lower-case hex, over all its content in a canonical order. */
    String digest();
}
