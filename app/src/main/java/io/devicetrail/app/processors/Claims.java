package io.devicetrail.app.processors;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who works on which segment, as the tokens say. Axon believes a claim until its stamp is {@link Segments#CLAIM_TIMEOUT}
 * old: one that a dead node left is believed for an hour more if the clock was set back by an hour since, or was an hour
 * ahead. So no clock is asked here: a node that lives writes another stamp every second, whatever its clock shows, and a
 * stamp that is the same at two looks is a dead node's. Used by one thread, with more than the claim time-out between looks.
 */
final class Claims {
    /** Looks at which a foreign claim has to be the same to be freed. */
    private static final int DEAD = 2;
    /** Stands for rows that are not there. */
    private static final int MISSING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final JdbcClient jdbc;
    private final int looks;
    /** At how many looks in a row a claim was seen just so. */
    private Map<Claim, Integer> seen = Map.of();

    private record Claim(
            String processor,
            int segment,
            @Nullable String owner,
            @Nullable String stamp) {}

    /** @param looks in a row at which nobody has to be at a segment for it to be told */
    Claims(JdbcClient jdbc, int looks) {
        this.jdbc = jdbc;
        this.looks = looks;
    }

    /**
     * Frees what dead nodes hold, for whoever lives to claim.
     *
     * @return names of those with a segment that is worked on neither here nor by a node that renews its claim
     */
    Set<String> look(Collection<? extends StreamingEventProcessor> processors) {
        List<Claim> rows = jdbc.sql("select processor_name, segment, owner, timestamp from process.token")
                .query((row, number) -> new Claim(row.getString(1), row.getInt(2), row.getString(3), row.getString(4)))
                .list();
        Map<Claim, Integer> now = new HashMap<>();
        Set<String> unattended = new TreeSet<>();
        for (StreamingEventProcessor processor : processors) {
            String name = processor.getName();
            Map<Integer, EventTrackerStatus> here = processor.processingStatus();
            List<Claim> claims =
                    rows.stream().filter(row -> row.processor().equals(name)).toList();
            for (Claim claim : claims) {
                int times = count(claim, now);
                if (times >= DEAD && claim.owner() != null && !claim.owner().equals(Segments.NODE)) {
                    free(claim);
                }
                if (times >= looks && !here.containsKey(claim.segment())) {
                    unattended.add(name);
                }
            }
            if (!complete(claims, here) && count(new Claim(name, MISSING, null, null), now) >= looks) {
                unattended.add(name);
            }
        }
        seen = now;
        return unattended;
    }

    private int count(Claim claim, Map<Claim, Integer> now) {
        return now.merge(claim, seen.getOrDefault(claim, 0) + 1, Integer::max);
    }

    /** Which part of the log a segment is follows from the others beside it: who is at one knows how many there were. */
    private static boolean complete(List<Claim> claims, Map<Integer, EventTrackerStatus> here) {
        int[] segments = claims.stream().mapToInt(Claim::segment).toArray();
        Set<Segment> stored = Set.of(Segment.computeSegments(segments));
        return segments.length > 0
                && here.values().stream().map(EventTrackerStatus::getSegment).allMatch(stored::contains);
    }

    /** Only if it is still the same; and a node in a long batch has its row locked, and so has said that it lives. */
    private void free(Claim claim) {
        int freed = jdbc.sql("""
                        update process.token set owner = null
                         where (processor_name, segment) in (
                               select processor_name, segment from process.token
                                where processor_name = ? and segment = ? and owner = ?
                                  and timestamp is not distinct from ?::text
                                  for update skip locked)""")
                .param(claim.processor())
                .param(claim.segment())
                .param(claim.owner())
                .param(claim.stamp())
                .update();
        if (freed > 0) {
            LOG.warn(
                    "Segment {} of {} is free again: {} has not renewed its claim of {}",
                    claim.segment(),
                    claim.processor(),
                    claim.owner(),
                    claim.stamp());
        }
    }
}
