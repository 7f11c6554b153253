package io.devicetrail.app.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * The broker's queues on disk, while it does not run. A kill leaves two things in them that HiveMQ CE never mends:
 *
 * <p>Marks. It marks a message of a shared subscription as under way when it hands it to a subscriber, and takes the
 * mark away when that subscriber leaves. A broker that is killed never sees it leave: the mark stays for ever, and a
 * message that a device was told is safe is never handed out again. Before a start nothing can be under way, so every
 * such mark is removed. A message that had been settled at last comes again and is found to be a duplicate.
 *
 * <p>Half-written messages. It writes the place in the queue, then the content, then tells the sender. A kill after the
 * first step leaves a place whose number, being the highest, is given again to the first message after the start; and
 * that one's content is not written, because its number seems to be in use. So a message that a device was told is safe
 * would be lost for one that nobody was promised. Every place without content is removed.
 *
 * <p>The layout is that of HiveMQ CE 2025.5: key = queue's name, 1 if shared, eight bytes of place; value = two bytes of
 * packet id (0: not under way), kind, flags, length and bytes of the topic, eight bytes of time, eight bytes of the
 * message's number. BrokerQueuesTest goes red if a new version has another.
 */
final class BrokerQueues {
    private static final String FOLDER = "persistence/client_queue/040500";
    private static final int PLACE_BYTES = 8;
    private static final int PACKET_ID_BYTES = 2;
    private static final int IS_MESSAGE = 0x80;
    private static final int TOPIC_LENGTH_AT = PACKET_ID_BYTES + 2;
    private static final long CACHE_BYTES = 8L << 20;

    /** How many messages of shared subscriptions were marked, and how many of any subscription were half written. */
    record Mended(int released, int dropped) {
        static final Mended NOTHING = new Mended(0, 0);

        private Mended and(Mended other) {
            return new Mended(released + other.released, dropped + other.dropped);
        }
    }

    private BrokerQueues() {}

    static Mended mend(Path data) throws IOException {
        Path queues = data.resolve(FOLDER);
        if (!Files.isDirectory(queues)) {
            return Mended.NOTHING;
        }
        Mended all = Mended.NOTHING;
        try (BrokerContents contents = BrokerContents.of(data);
                DirectoryStream<Path> buckets = Files.newDirectoryStream(queues, Files::isDirectory)) {
            for (Path bucket : buckets) {
                // A cache of its own: the shared one takes the settings of whoever comes first, and that is the broker.
                Environment environment = Environments.newInstance(
                        bucket.toFile(),
                        new EnvironmentConfig()
                                .setGcEnabled(false)
                                .setLogCacheShared(false)
                                .setMemoryUsage(CACHE_BYTES));
                try {
                    all = all.and(
                            environment.computeInTransaction(transaction -> mend(environment, transaction, contents)));
                } finally {
                    environment.close();
                }
            }
        }
        return all;
    }

    private static Mended mend(Environment environment, Transaction transaction, BrokerContents contents) {
        Mended all = Mended.NOTHING;
        for (String name : environment.getAllStoreNames(transaction)) {
            Store store = environment.openStore(name, StoreConfig.USE_EXISTING, transaction);
            List<ByteIterable> halfWritten = new ArrayList<>();
            Map<ByteIterable, ByteIterable> unmarked = new LinkedHashMap<>();
            try (Cursor cursor = store.openCursor(transaction)) {
                while (cursor.getNext()) {
                    byte[] key = bytes(cursor.getKey());
                    byte[] value = bytes(cursor.getValue());
                    if ((value[PACKET_ID_BYTES] & IS_MESSAGE) != 0 && !contents.has(number(value))) {
                        halfWritten.add(new ArrayByteIterable(key));
                    } else if (isShared(key) && (value[0] != 0 || value[1] != 0)) {
                        Arrays.fill(value, 0, PACKET_ID_BYTES, (byte) 0);
                        unmarked.put(new ArrayByteIterable(key), new ArrayByteIterable(value));
                    }
                }
            }
            unmarked.forEach((key, value) -> store.put(transaction, key, value));
            halfWritten.forEach(key -> store.delete(transaction, key));
            all = all.and(new Mended(unmarked.size(), halfWritten.size()));
        }
        return all;
    }

    private static long number(byte[] value) {
        ByteBuffer fields = ByteBuffer.wrap(value);
        int topic = Short.toUnsignedInt(fields.getShort(TOPIC_LENGTH_AT));
        return fields.getLong(TOPIC_LENGTH_AT + Short.BYTES + topic + Long.BYTES);
    }

    private static boolean isShared(byte[] key) {
        return key[key.length - PLACE_BYTES - 1] == 1;
    }

    private static byte[] bytes(ByteIterable iterable) {
        return Arrays.copyOf(iterable.getBytesUnsafe(), iterable.getLength());
    }
}
