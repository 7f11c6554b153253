package io.devicetrail.app.embedded;

import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.persistence.clientqueue.ClientQueuePersistenceSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * The numbers of the broker's messages, while it does not run. HiveMQ CE keeps what a message says apart from the
 * places that refer to it (queues, retained messages, wills), under the message's number, and goes on after a start with
 * the highest number whose content is stored, plus one. It writes the place first: a kill before the content leaves a
 * place with a number that is given again, to a message whose content is then not stored, because its number seems to
 * be in use. So a message that a device was told is safe would be lost for one that nobody was promised.
 *
 * <p>Each run therefore begins with numbers of its own: an empty content is left under a multiple of {@link #RUN} that
 * is above every number given before. What refers to a number without content is dropped by the broker itself.
 *
 * <p>The layout is that of HiveMQ CE 2025.5: stores of RocksDB, key = eight bytes of number. BrokerQueuesTest goes red
 * if a new version has another.
 */
final class BrokerNumbers {
    /** More messages than a broker takes between two starts: a million a second for twelve days. */
    static final long RUN = 1L << 40;

    /** More messages than other brokers take while one starts, and far fewer than {@link #RUN}. */
    private static final long STARTING = 1L << 30;

    private static final String ANY_STORE = "persistence/publish_payload_store/040500_R/publish_payload_store_0";

    private BrokerNumbers() {}

    /**
     * The last numbers of contents and of places in queues that any broker of this JVM has given: all of them count with the
     * same two counters, and each sets both to its own when it starts.
     */
    record Given(long content, long place) {
        static Given now() {
            return new Given(PUBLISH.PUBLISH_COUNTER.get(), ClientQueuePersistenceSerializer.NEXT_PUBLISH_NUMBER.get());
        }

        /**
         * Takes both counters on from here, after a broker has started. Were they left behind, a broker that runs beside it
         * would give its next messages the contents of others, and places before those it has handed out, where it does not
         * look for a minute after it last looked: it would be silent.
         */
        void goOn() {
            PUBLISH.PUBLISH_COUNTER.accumulateAndGet(content + STARTING, Math::max);
            ClientQueuePersistenceSerializer.NEXT_PUBLISH_NUMBER.accumulateAndGet(place + STARTING, Math::max);
        }
    }

    static void beginRun(Path data) throws IOException {
        Path store = data.resolve(ANY_STORE);
        if (!Files.exists(store.resolve("CURRENT"))) {
            // The broker has never run, or was killed before it could take a message.
            return;
        }
        RocksDB.loadLibrary();
        try (Options options = new Options();
                WriteOptions durable = new WriteOptions().setSync(true);
                RocksDB contents = RocksDB.open(options, store.toString())) {
            long highest = highest(contents);
            long begin = (highest / RUN + 1) * RUN;
            contents.put(durable, key(begin), new byte[0]);
            // Only ever the empty one of the run before: the broker gives no multiples of RUN itself.
            contents.delete(durable, key(begin - RUN));
        } catch (RocksDBException unreadable) {
            throw new IOException("the contents of messages in " + store + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** Of this store; the mark of the last run is in it, and no run is longer than {@link #RUN}. */
    private static long highest(RocksDB contents) {
        try (RocksIterator each = contents.newIterator()) {
            each.seekToLast();
            return each.isValid() ? ByteBuffer.wrap(each.key()).getLong() : 0;
        }
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
