package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.report.AuditReport;
import io.devicetrail.audit.report.MachineCopy;
import io.devicetrail.audit.report.ReportHead;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes all files of a copy in a folder, by one reading of the log, and goes on where it was left, in this order:
 *
 * <ol>
 *   <li>what the ledger says is written down. <i>Crash:</i> it is asked again, or is there
 *   <li>the files that a manifest names, with a place to go on from every so many events. <i>Crash:</i> what was written
 *       behind the last place is cut off and written again, the same bytes
 *   <li>the manifest, and what stands beside it. <i>Crash:</i> the next of them is written
 *   <li>the report.
 * </ol>
 *
 * <p>Only the signatures over the manifest are other bytes when they are made again, and they are not as long as they are
 * there.
 */
@Component
public final class WholeCopy {
    /** Read between two places to go on from: some seconds of work. */
    static final long EVENTS_BETWEEN_PLACES = 50_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILES = "files";

    private final AuditCopies copies;
    private final Reports reports;
    private final long eventsBetweenPlaces;

    @Autowired
    WholeCopy(AuditCopies copies, Reports reports) {
        this(copies, reports, EVENTS_BETWEEN_PLACES);
    }

    WholeCopy(AuditCopies copies, Reports reports, long eventsBetweenPlaces) {
        this.copies = copies;
        this.reports = reports;
        this.eventsBetweenPlaces = eventsBetweenPlaces;
    }

    /**
     * What is to be made. The same order over the same log gives the same bytes.
     *
     * @param head index of the newest event of the log that the copy is to know of
     * @param at what it says of when it was made
     * @param report null for none
     * @param most bytes that all files together may have
     */
    public record Order(
            TrailFilter filter,
            long head,
            Instant at,
            @Nullable ReportFor report,
            long most) {}

    /** Whom a report is for. */
    public record ReportFor(String requester, String requesterId, String reason) {}

    /** Is told how far it is, and says whether it shall go on. */
    @FunctionalInterface
    public interface Watch {
        boolean goesOn(long eventsRead, long events, long entries, long bytes);
    }

    /**
     * @param folder of this copy alone
     * @return the files, in their order
     * @throws InterruptedIOException if it shall not go on; it can be gone on with later
     * @throws CopyTooLarge if it would be
     * @throws io.devicetrail.domain.shared.MalformedInput if there are more entries than a report takes
     */
    public List<MadeFile> make(Order order, Path folder, Watch watch) throws IOException {
        try (CopyFolder files = new CopyFolder(folder.resolve(FILES), order.most())) {
            LedgerKeys keys = copies.keys();
            FixedCopy fixed = fixed(order, keys, new CopyState(folder), files);
            if (!files.has(CopyManifest.FILE_NAME)) {
                pass(fixed, new CopyState(folder), files, watch);
            }
            JsonNode manifest = beside(files, keys);
            report(order, files);
            return MadeFile.of(files.whole(), manifest);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Where the files are, under their names. */
    public static Path files(Path folder) {
        return folder.resolve(FILES);
    }

    /**
     * Begun anew where the ledger's keys are others by now: who signs the manifest must be among those that it names. And,
     * until there is a manifest, where the software is another one: it may write an entry otherwise than the one before.
     */
    private FixedCopy fixed(Order order, @Nullable LedgerKeys keys, CopyState state, CopyFolder files)
            throws IOException {
        List<String> texts = keys == null ? List.of() : AuditCopies.texts(keys);
        Optional<CopyState.Fixed> before = state.fixed();
        if (before.isPresent() && isGoneOnWith(before.get(), texts, files)) {
            return new FixedCopy(
                    order.filter(),
                    order.head(),
                    before.get().checkpoint(),
                    before.get().cosigned(),
                    before.get().stamped(),
                    before.get().keys(),
                    order.at());
        }
        files.clear();
        state.forgetPlace();
        FixedCopy fixed = copies.fixed(order.filter(), order.head(), keys, order.at());
        state.fix(new CopyState.Fixed(
                fixed.checkpoint(), fixed.cosigned(), fixed.stamped(), fixed.keys(), AuditCopies.software()));
        return fixed;
    }

    private static boolean isGoneOnWith(CopyState.Fixed before, List<String> keys, CopyFolder files) {
        return files.has(CopyCheck.NOTE)
                || (before.keys().equals(keys)
                        && (files.has(CopyManifest.FILE_NAME)
                                || AuditCopies.software().equals(before.software())));
    }

    private void pass(FixedCopy fixed, CopyState state, CopyFolder files, Watch watch) throws IOException {
        LookedAt range = LookedAt.of(fixed.filter(), fixed.head());
        CopyState.Place place = placeOf(state, files)
                .orElseGet(() -> new CopyState.Place(range.first(), CopyPass.Mark.BEGIN, Map.of()));
        CopyPass pass = copies.pass(
                fixed,
                file -> files.part(file.fileName(), place.bytes().getOrDefault(file.fileName(), 0L)),
                place.mark());
        long events = range.end() - range.first();
        for (long from = place.next(); from < range.end(); ) {
            long first = from;
            long next = Math.min(from + eventsBetweenPlaces, range.end());
            pass.read(
                    first,
                    next - 1,
                    (read, of) -> goOn(watch, first - range.first() + read, events, pass.entries(), files.bytes()));
            CopyPass.Mark mark = pass.mark();
            state.mark(new CopyState.Place(next, mark, files.sync()));
            from = next;
        }
        CopyManifest manifest = pass.finish(AuditCopies.software());
        files.place(manifest.files().stream().map(f -> f.file().fileName()).toList());
        files.write(CopyManifest.FILE_NAME, manifest.json());
    }

    private static Optional<CopyState.Place> placeOf(CopyState state, CopyFolder files) throws IOException {
        Optional<CopyState.Place> place = state.place();
        return place.isPresent() && files.holds(place.get().bytes()) ? place : Optional.empty();
    }

    private static void goOn(Watch watch, long read, long events, long entries, long bytes) {
        if (!watch.goesOn(read, events, entries, bytes)) {
            throw new UncheckedIOException(new InterruptedIOException("stopped"));
        }
    }

    /** The note last: it is over the CMS signature too, so that who finds it finds both. */
    private JsonNode beside(CopyFolder files, @Nullable LedgerKeys keys) throws IOException {
        byte[] bytes = files.read(CopyManifest.FILE_NAME);
        JsonNode manifest = JSON.readTree(bytes);
        if (!files.has(CopyCheck.NOTE)) {
            CopySeal.Seal seal = copies.seal(bytes, keys);
            if (seal != null) {
                files.write(CopyCheck.CMS, seal.cms());
                files.write(CopyCheck.NOTE, seal.note());
            }
        }
        for (Map.Entry<String, byte[]> file : ManifestCompanions.named(manifest).entrySet()) {
            if (!files.has(file.getKey())) {
                files.write(file.getKey(), file.getValue());
            }
        }
        return manifest;
    }

    private void report(Order order, CopyFolder files) throws IOException {
        ReportFor asked = order.report();
        if (asked == null || files.has(AuditReport.FILE_NAME)) {
            return;
        }
        ReportHead head = new ReportHead(
                order.filter(), order.head(), asked.requester(), asked.requesterId(), asked.reason(), order.at());
        try (MachineCopy copy = reports.copyOf(order.filter(), order.head())) {
            reports.write(head, copy, files.part(AuditReport.FILE_NAME, 0), AuditCopies.BeforeTheEnd.NOTHING);
        }
        files.place(List.of(AuditReport.FILE_NAME));
    }
}
