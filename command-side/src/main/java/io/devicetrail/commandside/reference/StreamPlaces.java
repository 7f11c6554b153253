package io.devicetrail.commandside.reference;

import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredStreams;
import java.util.Iterator;
import java.util.List;

/** The log indexes of a stream's events, in order, a page at a time. */
public final class StreamPlaces implements Iterator<Long> {
    private final StoredStreams streams;
    private final String stream;
    private Iterator<StoredEntry> page;
    private long last = StoredStreams.BEGINNING;
    private int read = StoredStreams.PAGE;

    public StreamPlaces(StoredStreams streams, String stream) {
        this.streams = streams;
        this.stream = stream;
        this.page = next(StoredStreams.BEGINNING);
    }

    private Iterator<StoredEntry> next(long after) {
        List<StoredEntry> entries = streams.stored(stream, after);
        read = entries.size();
        return entries.iterator();
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && read == StoredStreams.PAGE) {
            page = next(last);
        }
        return page.hasNext();
    }

    @Override
    public Long next() {
        last = page.next().index();
        return last;
    }
}
