package io.devicetrail.audit.copy;

import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.StampedCheckpoints;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A log under a ledger that grows, and what others put under its checkpoints on the way. */
public final class AttestedLog {
    /** When witnesses sign. */
    public static final Instant SIGNED = Instant.parse("2026-11-21T08:30:00Z");

    private final ListedLog log = ProvenLog.everyEvent();
    private final ListedRows rows = ProvenLog.rows(log);
    private final ProvenLog proven;

    public AttestedLog(Path home) throws IOException {
        proven = ProvenLog.of(log, rows, home);
    }

    public ProvenLog proven() {
        return proven;
    }

    public long head() {
        return log.head();
    }

    public SignedNote checkpoint() throws IOException {
        return proven.ledger().checkpoint();
    }

    public AttestedLog grow(int events) throws IOException {
        for (int i = 0; i < events; i++) {
            log.append(ProvenLog.ACME, EveryEvent.of(ProvenLog.ACME).getFirst());
            rows.rows.add(ProvenLog.row(log.events().getLast()));
        }
        proven.ledger().follow(rows);
        return this;
    }

    /** As after a round in which these have answered. */
    public void cosigned(SignedNote checkpoint, NoteSigner... witnesses) throws IOException {
        String text = checkpoint
                .with(Stream.of(witnesses)
                        .map(witness -> witness.sign(checkpoint.text(), SIGNED))
                        .toList())
                .print();
        LedgerFolder.existing(proven.ledger().folder())
                .replace(PublishedLedger.COSIGNED, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As an authority has answered. */
    public void stamped(SignedNote checkpoint, byte[] answer) throws IOException {
        List<Long> before = StampedCheckpoints.sizes(proven.ledger().files());
        StampedCheckpoints.keep(
                LedgerFolder.existing(proven.ledger().folder()), before, size(checkpoint), bytes(checkpoint), answer);
    }

    public static byte[] bytes(SignedNote checkpoint) {
        return checkpoint.print().getBytes(StandardCharsets.UTF_8);
    }

    public static long size(SignedNote checkpoint) {
        return Checkpoint.parse(checkpoint.text()).head().size();
    }
}
