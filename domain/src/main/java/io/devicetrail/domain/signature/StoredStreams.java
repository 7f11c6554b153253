package io.devicetrail.domain.signature;

import java.util.List;

/** Reads the events of one aggregate as they are stored. */
public interface StoredStreams {
    /** Most events of one page. */
    int PAGE = 250;

    /** After which the first page is. */
    long BEGINNING = -1;

    /**
     * The next page, in order, of all that were stored before the question; shorter than {@link #PAGE} if it is the last.
     *
     * @param afterIndex log index of the last event of the page before, or {@link #BEGINNING}
     */
    List<StoredEntry> stored(String stream, long afterIndex);
}
