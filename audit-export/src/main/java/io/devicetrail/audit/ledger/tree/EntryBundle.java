package io.devicetrail.audit.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries one after another, each behind its length in two bytes: C2SP tlog-tiles, "Log entries". */
public final class EntryBundle {
    /** Longest entry that two bytes can count. */
    public static final int LONGEST = 65_535;

    private EntryBundle() {}

    public static void append(ByteArrayOutputStream bundle, byte[] entry) {
        if (entry.length > LONGEST) {
            throw new IllegalArgumentException("an entry of " + entry.length + " bytes does not fit a bundle");
        }
        bundle.write(entry.length >>> 8);
        bundle.write(entry.length);
        bundle.writeBytes(entry);
    }

    /** @throws NotVerified if the bytes are not exactly that many entries */
    public static List<byte[]> entries(byte[] bundle, int count) {
        List<byte[]> entries = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int next = next(bundle, at, i);
            entries.add(Arrays.copyOfRange(bundle, at + 2, next));
            at = next;
        }
        if (at != bundle.length) {
            throw new NotVerified("the bundle goes on after its " + count + " entries");
        }
        return entries;
    }

    /** The first entries of a longer bundle, as a bundle. */
    public static byte[] prefix(byte[] bundle, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = next(bundle, at, i);
        }
        return Arrays.copyOf(bundle, at);
    }

    private static int next(byte[] bundle, int at, int number) {
        int end = at + 2;
        if (end <= bundle.length) {
            end += ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
        }
        if (end > bundle.length) {
            throw new NotVerified("the bundle ends within its entry " + number);
        }
        return end;
    }
}
