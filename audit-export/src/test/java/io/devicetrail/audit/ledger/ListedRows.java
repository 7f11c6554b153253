package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log in memory, which tests grow, cut and rewrite. */
public final class ListedRows implements EntrySource {
    public final List<LogRow> rows = new ArrayList<>();
    /** What its {@link #otherFaces} are; for any thread. */
    public final List<String> faces = new CopyOnWriteArrayList<>();

    public ListedRows grow(int count) {
        for (int i = 0; i < count; i++) {
            rows.add(row(rows.size(), "{\"device\":\"d-" + rows.size() + "\",\"value\":1.50}"));
        }
        return this;
    }

    public static LogRow row(long index, String payload) {
        return row(index, "device.DeviceTagged", payload);
    }

    /** The next row names the keys that follow. */
    public ListedRows rotate(LedgerKeys from, LedgerKeys to) {
        rows.add(row(
                rows.size(),
                KeyHandover.EVENT,
                "{\"ledger\":\"" + from.origin() + "\",\"from\":" + texts(from) + ",\"to\":" + texts(to) + "}"));
        return this;
    }

    private static String texts(LedgerKeys keys) {
        return keys.verifiers().stream()
                .map(key -> '"' + key.text() + '"')
                .toList()
                .toString();
    }

    private static LogRow row(long index, String name, String payload) {
        return new LogRow(
                index,
                "Device",
                "device-" + index % 7,
                index / 7,
                "event-" + index,
                "command-" + index,
                0,
                name,
                1,
                Instant.parse("2026-11-20T10:00:00Z").plusMillis(index),
                payload.getBytes(StandardCharsets.UTF_8),
                "{\"tenant\":\"acme\",\"actorId\":\"anna\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void read(long first, int most, Sink sink) throws IOException {
        int from = (int) Math.max(first, 0);
        for (int i = from; i < Math.min(rows.size(), from + most); i++) {
            sink.accept(rows.get(i));
        }
    }

    @Override
    public List<String> otherFaces() {
        return List.copyOf(faces);
    }
}
