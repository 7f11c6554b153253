package io.devicetrail.app.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 * The broker's queues on disk, while it does not run.
 *
 * <p>HiveMQ CE marks a message of a shared subscription as under way when it hands it to a subscriber, and takes the
 * mark away when that subscriber leaves. A broker that is killed never sees it leave: the mark stays for ever, and a
 * message that a device was told is safe is never handed out again. Before a start nothing can be under way, so every
 * such mark is removed. A message that had been settled at last comes again and is found to be a duplicate.
 *
 * <p>The layout is that of HiveMQ CE 2025.5: key = queue's name, 1 if shared, eight bytes of place; value = two bytes of
 * packet id (0: not under way), then the message. BrokerQueuesTest goes red if a new version has another.
 */
final class BrokerQueues {
    private static final String FOLDER = "persistence/client_queue/040500";
    private static final int PLACE_BYTES = 8;
    private static final int PACKET_ID_BYTES = 2;
    private static final long CACHE_BYTES = 8L << 20;

    private BrokerQueues() {}

    /** Returns how many messages of shared subscriptions were marked. */
    static int release(Path data) throws IOException {
        Path queues = data.resolve(FOLDER);
        if (!Files.isDirectory(queues)) {
            return 0;
        }
        int released = 0;
        try (DirectoryStream<Path> buckets = Files.newDirectoryStream(queues, Files::isDirectory)) {
            for (Path bucket : buckets) {
                // A cache of its own: the shared one takes the settings of whoever comes first, and that is the broker.
                Environment environment = Environments.newInstance(
                        bucket.toFile(),
                        new EnvironmentConfig()
                                .setGcEnabled(false)
                                .setLogCacheShared(false)
                                .setMemoryUsage(CACHE_BYTES));
                try {
                    released += environment.computeInTransaction(transaction -> release(environment, transaction));
                } finally {
                    environment.close();
                }
            }
        }
        return released;
    }

    private static int release(Environment environment, Transaction transaction) {
        int released = 0;
        for (String name : environment.getAllStoreNames(transaction)) {
            Store store = environment.openStore(name, StoreConfig.USE_EXISTING, transaction);
            Map<ByteIterable, ByteIterable> unmarked = new LinkedHashMap<>();
            try (Cursor cursor = store.openCursor(transaction)) {
                while (cursor.getNext()) {
                    byte[] key = bytes(cursor.getKey());
                    byte[] value = bytes(cursor.getValue());
                    if (isShared(key) && (value[0] != 0 || value[1] != 0)) {
                        Arrays.fill(value, 0, PACKET_ID_BYTES, (byte) 0);
                        unmarked.put(new ArrayByteIterable(key), new ArrayByteIterable(value));
                    }
                }
            }
            unmarked.forEach((key, value) -> store.put(transaction, key, value));
            released += unmarked.size();
        }
        return released;
    }

    private static boolean isShared(byte[] key) {
        return key[key.length - PLACE_BYTES - 1] == 1;
    }

    private static byte[] bytes(ByteIterable iterable) {
        return Arrays.copyOf(iterable.getBytesUnsafe(), iterable.getLength());
    }
}
