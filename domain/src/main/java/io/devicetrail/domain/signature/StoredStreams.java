package io.devicetrail.domain.signature;

import java.util.List;

/** Reads the events of one aggregate as they are stored. */
public interface StoredStreams {
    /** Most events that are read of one: those of records that can be signed are short. */
    int MOST = 1_000;

    /** The first of them, in order, at most {@link #MOST}; all that were stored before the question. */
    List<StoredEntry> stored(String stream);
}
