package io.devicetrail.app.cli;

import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code verify} finds, as it finds it. Programs are told each, however many: they wait in a file of this process's
 * own until it is known that all could be read. People are told the first, neighbours in one line.
 */
final class FoundDifferences implements AutoCloseable {
    /** For people. */
    static final int MOST_LINES = 100;

    private final JsonMapper json = JsonMapper.builder().build();
    private final boolean each;
    private final List<Range> ranges = new ArrayList<>();
    /** The newest of each kind, which the next one may go on from. */
    private final Map<String, Range> newest = new HashMap<>();

    private long beyond;
    private long count;
    private boolean begun;
    private @Nullable Path file;
    private @Nullable BufferedWriter writer;

    private static final class Range {
        private final Finding first;
        private long last;

        Range(Finding first) {
            this.first = first;
            this.last = first.index();
        }

        boolean goesOnWith(Finding next) {
            return first.index() != Finding.NOT_OF_AN_EVENT && next.index() == last + 1;
        }

        @Override
        public String toString() {
            return last == first.index()
                    ? first.toString()
                    : "events " + first.index() + " to " + last + ": " + first.what();
        }
    }

    /** @param each whether each is to be told by {@link #printEach}; else the lines are for people */
    FoundDifferences(boolean each) {
        this.each = each;
    }

    /** Hears what a check finds, and tells how far it has come. */
    LedgerCheck.Progress heard(ConsoleProgress progress) {
        begun = true;
        return new LedgerCheck.Progress() {
            @Override
            public void checked(long events, long of) {
                progress.waiting("ledger", "event " + events + " of " + of);
            }

            @Override
            public void found(Finding finding) {
                add(finding);
            }
        };
    }

    /** Whether a check has been told to tell. */
    boolean hasBegun() {
        return begun;
    }

    /** How many by now. */
    long count() {
        return count;
    }

    private void add(Finding finding) {
        count++;
        if (each) {
            write(finding);
        } else {
            inLines(finding);
        }
    }

    private void inLines(Finding finding) {
        Range before = newest.get(finding.what());
        if (before != null && before.goesOnWith(finding)) {
            before.last = finding.index();
        } else if (ranges.size() < MOST_LINES) {
            Range range = new Range(finding);
            ranges.add(range);
            newest.put(finding.what(), range);
        } else {
            beyond++;
        }
    }

    private void write(Finding finding) {
        try {
            if (writer == null) {
                file = Files.createTempFile("devicetrail-verify", ".jsonl");
                writer = Files.newBufferedWriter(file);
            }
            writer.write(json.writeValueAsString(finding));
            writer.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("what was found cannot be kept until the end: " + e.getMessage(), e);
        }
    }

    /** Prints a JSON array of all of them, in the order in which they were found. */
    void printEach(PrintStream out) throws IOException {
        out.print('[');
        if (writer != null && file != null) {
            writer.flush();
            String[] separator = {""};
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> {
                    out.print(separator[0]);
                    out.print(line);
                    separator[0] = ",";
                });
            }
        }
        out.print(']');
    }

    /** Prints lines, lowest index first, and how many have none. */
    void printLines(PrintStream out) {
        ranges.stream()
                .sorted(Comparator.comparingLong(range -> range.first.index()))
                .forEach(out::println);
        if (beyond > 0) {
            out.println("… and " + beyond + " more; verify --json names each");
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null && file != null) {
            writer.close();
            Files.deleteIfExists(file);
        }
    }
}
