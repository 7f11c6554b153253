package io.devicetrail.audit.scrub;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.domain.shared.LogPulse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every event, entry, hash and body again, round after round, and records what differs. A round is the same check
 * as {@code devicetrail verify}, under the checkpoint that was signed last: what the signer remembers lies beside the
 * keys, so that neither files nor log decide how far the check goes.
 *
 * <p>A round that is interrupted, by a restart or a log that is away, begins again at event 0. Used by one thread; the
 * status may be read by any.
 */
public final class LedgerScrubber implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LedgerScrubber.class);
    /** Until the ledger is as far as what was signed, or the log answers again. */
    private static final Duration NOT_YET = Duration.ofSeconds(1);

    /** Those of the round before and those of the one under way. */
    private static final int MOST_SHOWN = 2 * Verdict.MOST_KEPT;

    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final String CHECKPOINT = "checkpoint";

    private final ScrubbedLedger ledger;
    private final EntrySource source;
    private final InVain inVain;
    private final Recording recording;
    private final ScrubPace pace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile ScrubStatus status = ScrubStatus.BEGIN;

    private LedgerScrubber(
            ScrubbedLedger ledger, EntrySource source, InVain inVain, MismatchLog mismatches, ScrubPace pace) {
        this.ledger = ledger;
        this.source = LogAway.told(source);
        this.inVain = inVain;
        this.recording = new Recording(mismatches, System::nanoTime);
        this.pace = pace;
        this.thread = Thread.ofPlatform().name("ledger-scrubber").daemon().unstarted(this::run);
    }

    /** @param pulse of the log that the source reads */
    public static LedgerScrubber start(
            ScrubbedLedger ledger, EntrySource source, LogPulse pulse, MismatchLog mismatches, ScrubPace pace) {
        return start(ledger, source, new InVain(pulse, pace, System::nanoTime), mismatches, pace);
    }

    static LedgerScrubber start(
            ScrubbedLedger ledger, EntrySource source, InVain inVain, MismatchLog mismatches, ScrubPace pace) {
        LedgerScrubber scrubber = new LedgerScrubber(ledger, source, inVain, mismatches, pace);
        scrubber.thread.start();
        return scrubber;
    }

    /** Tells also of a thread that hangs, which cannot tell of itself. */
    public ScrubStatus status() {
        ScrubStatus now = status;
        return now.blind() || !inVain.isTooLong() ? now : late(now);
    }

    private ScrubStatus late(ScrubStatus now) {
        return now.with(now.trouble() == null ? inVain.tooLong() : inVain.tooLong() + ": " + now.trouble(), true);
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = step();
            }
        } catch (InterruptedException | Closed e) {
            log.debug("the scrubber ends", e);
        } finally {
            if (closing.getCount() > 0) {
                trouble("the scrubber has stopped", true);
            }
        }
    }

    /** @return how long to wait before the next one */
    private Duration step() {
        try {
            if (recording.recall() && status.rounds() == 0) {
                List<Finding> known = recording.known();
                List<Finding> newest = known.subList(Math.max(0, known.size() - Verdict.MOST_KEPT), known.size());
                boolean blind = status.blind();
                String trouble = blind ? status.trouble() : null;
                status = new ScrubStatus(0, status.events(), known.size(), List.copyOf(newest), trouble, blind);
            }
            return round() ? pace.pause() : NOT_YET;
        } catch (Closed e) {
            throw e;
        } catch (LogAway e) {
            inVain.ended();
            // Once blind, only a whole round shows that it is not: each of these may have come further.
            boolean blind = status.blind() || inVain.isTooMuch();
            if (blind && !status.blind()) {
                log.error("the scrubber compares nothing more, while the log answers others", e);
            } else if (status.trouble() == null) {
                log.warn("the scrubber waits: {}", e.getMessage());
            }
            trouble(e.getMessage(), blind);
            return NOT_YET;
        } catch (Throwable e) {
            if (!status.blind()) {
                log.error("the scrubber compares nothing more", e);
            }
            trouble(e.toString(), true);
            return NOT_YET;
        }
    }

    /** @return false if there was nothing to compare yet */
    private boolean round() throws IOException {
        // The size is told when keys are changed: read first, it keeps a round from beginning in the middle of that.
        long held = ledger.size().getAsLong();
        List<VerifierKey> keys = ledger.keys().get();
        byte[] signed;
        try {
            signed = ledger.secrets().read(LedgerKeys.SIGNED_FILE);
        } catch (NoSuchFileException nothingWasSigned) {
            inVain.nothingToCheck();
            return false;
        }
        SignedNote note = SignedNote.parse(signed);
        long size = Checkpoint.parse(note.text()).head().size();
        inVain.began(size);
        // Keys and memory are read one after the other, and files may be on their way: neither is a mismatch.
        if (held < size || !signedByAll(note, keys)) {
            return false;
        }
        Round round = new Round(size);
        LedgerReader files =
                path -> path.equals(CHECKPOINT) ? signed : ledger.files().read(path);
        recording.beginRound();
        Verdict verdict = new LedgerCheck(files, keys, List.of(), source).run(round);
        round.end();
        inVain.completed();
        ScrubStatus before = status;
        String trouble = recording.trouble();
        status = new ScrubStatus(
                before.rounds() + 1, before.events(), verdict.found(), verdict.findings(), trouble, false);
        return true;
    }

    private static boolean signedByAll(SignedNote note, List<VerifierKey> keys) {
        try {
            return note.verifiedBy(keys).containsAll(keys);
        } catch (NotVerified byOthers) {
            return false;
        }
    }

    private void trouble(@Nullable String trouble, boolean blind) {
        status = status.with(trouble, blind);
    }

    /** One round: tells what it finds as soon as it finds it, and keeps the pace. */
    private final class Round implements LedgerCheck.Progress {
        private final long size;
        private final Set<Finding> first = new LinkedHashSet<>();
        private long found;
        private long begun = System.nanoTime();
        private long checked;

        Round(long size) {
            this.size = size;
        }

        @Override
        public void found(Finding finding) {
            found++;
            if (first.size() < Verdict.MOST_KEPT) {
                first.add(finding);
            }
            if (recording.found(finding)) {
                log.error("log and ledger differ: {}", finding);
            }
        }

        @Override
        public void checked(long events, long of) {
            ScrubStatus before = status;
            if (!before.blind() && inVain.isTooLong()) {
                log.error("the ledger's check has no end: {}", inVain.tooLong());
                before = late(before);
            }
            Set<Finding> all = new LinkedHashSet<>(before.findings());
            first.stream().takeWhile(one -> all.size() < MOST_SHOWN).forEach(all::add);
            long differs = Math.max(before.found(), Math.max(found, all.size()));
            status = new ScrubStatus(
                    before.rounds(),
                    before.events() + events - checked,
                    differs,
                    List.copyOf(all),
                    before.trouble(),
                    before.blind());
            long took = pace.nanos(events - checked);
            checked = events;
            record();
            rest(begun + took - System.nanoTime());
            // From now on: what a slow portion is behind is not made up for by a burst.
            begun = System.nanoTime();
        }

        void end() {
            Finding rest = recording.endRound();
            if (rest != null) {
                log.error("log and ledger differ: {}", rest);
            }
            record();
        }

        /** What the log does not take now stays to be recorded; the ledger's health says it all the same. */
        void record() {
            recording.record(size);
            String trouble = recording.trouble();
            if (trouble != null && !trouble.equals(status.trouble())) {
                log.error("log and ledger were compared, but {}", trouble);
            }
            boolean blind = status.blind();
            trouble(trouble == null && blind ? status.trouble() : trouble, blind);
        }

        private void rest(long nanos) {
            try {
                if (closing.await(Math.max(nanos, 0), TimeUnit.NANOSECONDS)) {
                    throw new Closed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Closed();
            }
        }
    }

    /** Leaves a round in the middle. */
    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("closed", null, false, false);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE)) {
                log.warn("the ledger's scrubber did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
