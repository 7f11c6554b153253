package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.CopyFormat;
import io.devicetrail.audit.copy.CopyWriter;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.trail.AuditEntry;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.LoggedEvent;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.domain.shared.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes of any byte or line of any file of a copy, by somebody without keys: each is found, and told by its file and,
 * where it is in an event's entry, leaf or lines, by the event's index. {@code -Ddevicetrail.tampers=10000} for long.
 */
class TamperedCopyTest {
    private static final int TAMPERS = Integer.getInteger("devicetrail.tampers", 400);
    private static final String ENTRIES = "ledger-entries.jsonl";
    private static final String LEAVES = "ledger-leaves.bin";
    private static final int LEAF = 32;

    private final long seed = Long.getLong("devicetrail.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    /** By file, at which byte the part of which event begins. */
    private final Map<String, NavigableMap<Long, Long>> eventAt = new TreeMap<>();

    @TempDir
    Path home;

    @TempDir
    Path place;

    @Test
    @Requirement("11.10(a)")
    void everyChangeOfAnyByteOrLineIsFoundAndLocated() throws IOException {
        ListedLog log = shortLog();
        ProvenLog proven = ProvenLog.of(log, home);
        Path copy = place.resolve("copy");
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
        locate(log);
        List<VerifierKey> keys = proven.keys();
        assertThat(CopyVerification.of(copy, keys).findings()).isEmpty();
        List<Path> files;
        try (Stream<Path> all = Files.list(copy)) {
            files = all.sorted().toList();
        }
        for (int tamper = 0; tamper < TAMPERS; tamper++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = changed(right);
            if (Arrays.equals(right, wrong)) {
                continue;
            }
            String name = String.valueOf(file.getFileName());
            int at = Arrays.mismatch(right, wrong);
            String what = "seed " + seed + ", change " + tamper + " of " + name + " at byte " + at;
            Files.write(file, wrong);
            try {
                List<Finding> findings = CopyVerification.of(copy, keys).findings();
                assertThat(findings).as(what).isNotEmpty();
                assertThat(findings).as(what).anyMatch(finding -> finding.what().contains(name));
                assertLocated(name, right, wrong, at, findings, what);
            } catch (NotVerified otherFormat) {
                assertThat(name).as(what).isEqualTo("manifest.json");
                assertThat(otherFormat).as(what).hasMessageContaining("of the format");
            }
            Files.write(file, right);
        }
        assertThat(CopyVerification.of(copy, keys).findings()).as("put back").isEmpty();
    }

    private void assertLocated(String name, byte[] right, byte[] wrong, int at, List<Finding> findings, String what) {
        NavigableMap<Long, Long> events = eventAt.get(name);
        if (events == null) {
            return;
        }
        Map.Entry<Long, Long> event = at >= right.length ? null : events.floorEntry((long) at);
        boolean endsEarlier = at == wrong.length && name.equals(ENTRIES);
        if (event == null || event.getValue() == Finding.NOT_OF_AN_EVENT || endsEarlier) {
            return;
        }
        List<Long> told = findings.stream()
                .map(Finding::index)
                .filter(index -> index != Finding.NOT_OF_AN_EVENT)
                .distinct()
                .toList();
        if (name.equals(ENTRIES)) {
            // A line that stands where another should, or that does not tell its index any more, is told as that.
            Map.Entry<Long, Long> before = events.lowerEntry(event.getKey());
            long previous = before == null ? -1 : before.getValue();
            String line = new String(wrong, StandardCharsets.UTF_8)
                    .split("\n", -1)[
                    (int) new String(wrong, 0, at, StandardCharsets.UTF_8)
                            .chars()
                            .filter(c -> c == '\n')
                            .count()];
            assertThat(told)
                    .as(what)
                    .singleElement()
                    .matches(index -> (index > previous && index <= event.getValue())
                            || line.contains("\"index\":\"" + index + "\""));
        } else {
            assertThat(told).as(what).containsExactly(event.getValue());
        }
    }

    private byte[] changed(byte[] right) {
        if (right.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(right.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                byte[] wrong = right.clone();
                wrong[at] ^= (byte) (1 << random.nextInt(8));
                return wrong;
            }
            case 2 -> {
                out.write(right, 0, at);
                out.write(right, at + 1, right.length - at - 1);
            }
            case 3 -> {
                out.write(right, 0, at);
                out.write(random.nextInt(256));
                out.write(right, at, right.length - at);
            }
            default -> {
                return lineChanged(right);
            }
        }
        return out.toByteArray();
    }

    /** A line taken out, doubled, or changed with the next. */
    private byte[] lineChanged(byte[] right) {
        List<String> lines =
                new ArrayList<>(List.of(new String(right, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)));
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(at));
            default -> lines.add(Math.min(at + 1, lines.size() - 1), lines.remove(at));
        }
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Some of every event, so that one check takes milliseconds. */
    private static ListedLog shortLog() {
        ListedLog all = ProvenLog.everyEvent();
        ListedLog some = new ListedLog();
        List<LoggedEvent> events = all.events();
        for (int i = 0; i < events.size(); i++) {
            if (i < 30 || i >= events.size() - 2) {
                LoggedEvent event = events.get(i);
                some.append(new LoggedEvent(
                        some.events().size(), event.name(), event.recordedAt(), event.payload(), event.metadata()));
            }
        }
        return some;
    }

    private void locate(ListedLog log) throws IOException {
        for (CopyFormat format : CopyFormat.OF_A_COPY) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CopyWriter writer = format.to(out);
            writer.finish();
            NavigableMap<Long, Long> events = new TreeMap<>(Map.of(0L, Finding.NOT_OF_AN_EVENT));
            for (LoggedEvent event : mine(log)) {
                events.put((long) out.size(), event.index());
                for (AuditEntry entry : AuditEntry.of(event)) {
                    writer.write(entry);
                }
                writer.finish();
            }
            eventAt.put(format.fileName(), events);
        }
        NavigableMap<Long, Long> entries = new TreeMap<>();
        NavigableMap<Long, Long> leaves = new TreeMap<>();
        log.events().forEach(event -> leaves.put(event.index() * LEAF, Finding.NOT_OF_AN_EVENT));
        long at = 0;
        List<String> lines = Files.readAllLines(place.resolve("copy").resolve(ENTRIES));
        List<LoggedEvent> mine = mine(log);
        for (int i = 0; i < mine.size(); i++) {
            entries.put(at, mine.get(i).index());
            leaves.put(mine.get(i).index() * LEAF, mine.get(i).index());
            at += lines.get(i).getBytes(StandardCharsets.UTF_8).length + 1;
        }
        eventAt.put(ENTRIES, entries);
        eventAt.put(LEAVES, leaves);
    }

    private static List<LoggedEvent> mine(ListedLog log) {
        return log.events().stream()
                .filter(event -> ProvenLog.ACME.value().equals(event.metadata().get(Metadata.TENANT)))
                .toList();
    }
}
