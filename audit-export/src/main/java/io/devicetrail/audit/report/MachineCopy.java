package io.devicetrail.audit.report;

import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.domain.shared.MalformedInput;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries as JSON Lines, compressed, in a file that has no name any more where the system allows that, so that
 * nothing is left behind even by a crash; and what must be known of all of them before the first page is set.
 */
public final class MachineCopy implements Closeable {
    /** About 6,000 pages. Nobody reads more, and what is kept of signatures and corrections is bounded by it. */
    public static final int MOST_ENTRIES = 100_000;

    private static final int BUFFER = 1 << 16;

    private final int mostEntries;
    private final FileChannel file;
    private final MessageDigest digest = Sha256.digest();
    private final Deflater deflater = new Deflater();
    private final DeflaterOutputStream compressed;
    private final CountingStream lines;
    private final Remarks remarks = new Remarks();
    private long entries;
    private @Nullable Long first;
    private @Nullable Long last;
    private byte @Nullable [] sha256;

    private MachineCopy(int mostEntries) throws IOException {
        this.mostEntries = mostEntries;
        file = FileChannel.open(
                Files.createTempFile("devicetrail-report", ".jsonl.z"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        compressed = new DeflaterOutputStream(Channels.newOutputStream(file), deflater, BUFFER);
        lines = new CountingStream(new DigestOutputStream(compressed, digest));
    }

    public static MachineCopy empty() throws IOException {
        return new MachineCopy(MOST_ENTRIES);
    }

    static MachineCopy ofAtMost(int entries) throws IOException {
        return new MachineCopy(entries);
    }

    /** Where the lines of the entries go, each after the entry was added. */
    public OutputStream lines() {
        return lines;
    }

    /** @throws MalformedInput if it is one too many for a report */
    public void add(AuditEntry entry) {
        if (entries == mostEntries) {
            throw new MalformedInput(
                    "format",
                    "pdf has at most " + mostEntries
                            + " entries, and there are more: ask for a shorter period or one record, or take jsonl");
        }
        entries++;
        first = first == null ? (Long) entry.index() : first;
        last = entry.index();
        remarks.add(entry);
    }

    /** When all lines are written. */
    public void complete() throws IOException {
        compressed.finish();
        sha256 = digest.digest();
    }

    public long entries() {
        return entries;
    }

    @Nullable Long first() {
        return first;
    }

    @Nullable Long last() {
        return last;
    }

    Remarks remarks() {
        return remarks;
    }

    /** Of the lines, not compressed. */
    byte[] sha256() {
        if (sha256 == null) {
            throw new IllegalStateException("the copy is not complete");
        }
        return sha256.clone();
    }

    /** Of the lines, not compressed. */
    long bytes() {
        return lines.count;
    }

    long compressedBytes() throws IOException {
        return file.size();
    }

    /** From the beginning; of two that are read only the last one has a place in the file. */
    InputStream compressed() throws IOException {
        file.position(0);
        return new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public void close() {
                // The channel is the copy's own.
            }
        };
    }

    /** Gives each entry as its line tells it. */
    void read(Sink sink) throws IOException {
        InputStream in = new InflaterInputStream(new BufferedInputStream(compressed(), BUFFER));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                sink.accept(EntryLine.read(line));
            }
        }
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        file.close();
    }

    /** Takes the entries. */
    @FunctionalInterface
    interface Sink {
        void accept(AuditEntry entry) throws IOException;
    }

    private static final class CountingStream extends OutputStream {
        private final OutputStream out;
        private long count;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
