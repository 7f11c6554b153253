package io.devicetrail.app.embedded;

import com.hivemq.persistence.local.xodus.bucket.BucketUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * What the broker's messages say, on disk, while it does not run: apart from the queues, under the number of the
 * message, spread over stores by that number. Reads only.
 */
final class BrokerContents implements AutoCloseable {
    private static final String FOLDER = "persistence/publish_payload_store/040500_R";
    private static final String STORE = "publish_payload_store_";

    private final Path folder;
    private final int stores;
    private final Options options;
    private final Map<Integer, RocksDB> open = new HashMap<>();

    private BrokerContents(Path folder, int stores, Options options) {
        this.folder = folder;
        this.stores = stores;
        this.options = options;
    }

    static BrokerContents of(Path data) throws IOException {
        RocksDB.loadLibrary();
        Path folder = data.resolve(FOLDER);
        try (Stream<Path> all = Files.list(folder)) {
            int stores = (int) all.filter(each -> each.getFileName().toString().startsWith(STORE))
                    .count();
            if (stores == 0) {
                throw new IOException("no contents of messages in " + folder);
            }
            return new BrokerContents(folder, stores, new Options());
        }
    }

    boolean has(long message) {
        try {
            int store = BucketUtils.getBucket(Long.toString(message), stores);
            RocksDB contents = open.get(store);
            if (contents == null) {
                contents = RocksDB.openReadOnly(
                        options, folder.resolve(STORE + store).toString());
                open.put(store, contents);
            }
            byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(message).array();
            return contents.get(key) != null;
        } catch (RocksDBException unreadable) {
            throw new IllegalStateException("the contents of messages in " + folder, unreadable);
        }
    }

    @Override
    public void close() {
        open.values().forEach(RocksDB::close);
        options.close();
    }
}
