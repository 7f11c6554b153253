package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a run by their places in the order of the offers: 16 bytes each, also in snapshots, and no object. Only
 * added to, so that copies of a run share it.
 */
final class CohortIndex {
    /** Given back where a device has no place. */
    static final int NOWHERE = -1;

    private static final int ID_BYTES = 16;
    /** Spreads ids over the table whatever their bits are: 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private byte[] ids = new byte[0];
    /** Places plus one by hash, zero where there is none; at most half full. Made when it is first asked for. */
    private transient int @Nullable [] table;

    int size() {
        return ids.length / ID_BYTES;
    }

    void add(List<DeviceId> devices) {
        ByteBuffer more =
                ByteBuffer.allocate(ids.length + devices.size() * ID_BYTES).put(ids);
        devices.forEach(device -> more.putLong(device.value().getMostSignificantBits())
                .putLong(device.value().getLeastSignificantBits()));
        ids = more.array();
        table = null;
    }

    DeviceId device(int place) {
        ByteBuffer bytes = ByteBuffer.wrap(ids, place * ID_BYTES, ID_BYTES);
        return new DeviceId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    int place(DeviceId device) {
        long high = device.value().getMostSignificantBits();
        long low = device.value().getLeastSignificantBits();
        int[] known = table();
        ByteBuffer bytes = ByteBuffer.wrap(ids);
        for (int slot = slot(high, low, known.length); known[slot] != 0; slot = (slot + 1) & (known.length - 1)) {
            int place = known[slot] - 1;
            if (bytes.getLong(place * ID_BYTES) == high && bytes.getLong(place * ID_BYTES + Long.BYTES) == low) {
                return place;
            }
        }
        return NOWHERE;
    }

    private int[] table() {
        int[] known = table;
        if (known == null) {
            int size = size();
            known = new int[Integer.highestOneBit(Math.max(size, 1)) * 4];
            ByteBuffer bytes = ByteBuffer.wrap(ids);
            for (int place = 0; place < size; place++) {
                int slot = slot(
                        bytes.getLong(place * ID_BYTES), bytes.getLong(place * ID_BYTES + Long.BYTES), known.length);
                while (known[slot] != 0) {
                    slot = (slot + 1) & (known.length - 1);
                }
                known[slot] = place + 1;
            }
            table = known;
        }
        return known;
    }

    private static int slot(long high, long low, int slots) {
        return (int) ((high ^ low) * SPREAD >>> Long.SIZE / 2) & (slots - 1);
    }
}
