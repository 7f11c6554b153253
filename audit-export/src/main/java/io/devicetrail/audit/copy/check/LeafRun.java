package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.RangeRoot;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeRange;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The leaf hashes of a copy's range, read once from first to last; the root grows with them. */
final class LeafRun implements Closeable {
    private final InputStream in;
    private final TreeRange range;
    private final RangeRoot root;
    private long at;

    LeafRun(Path file, TreeRange range) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        this.range = range;
        this.root = new RangeRoot(range);
        this.at = range.first();
    }

    /**
     * The leaf of an event behind those asked for before.
     *
     * @throws NotVerified if there is none
     */
    TreeHash leaf(long index) throws IOException {
        if (index < at || index >= range.end()) {
            throw new NotVerified("it is out of order, or not of the range from " + range.first() + " on");
        }
        while (at < index) {
            next();
        }
        return next();
    }

    /** @throws NotVerified if the leaves are not exactly those of the range */
    TreeHash root(long size) throws IOException {
        skip();
        if (in.read() >= 0) {
            throw new NotVerified("it goes on behind the leaf of event " + (at - 1));
        }
        return root.root(size);
    }

    /** The root of a tree in which the range is, whatever the file has behind it. */
    TreeHash rootOfBeginning(long size) throws IOException {
        skip();
        return root.root(size);
    }

    private void skip() throws IOException {
        while (at < range.end()) {
            next();
        }
    }

    private TreeHash next() throws IOException {
        byte[] hash = in.readNBytes(TreeHash.BYTES);
        if (hash.length < TreeHash.BYTES) {
            throw new NotVerified("it ends before the leaf of event " + at);
        }
        TreeHash leaf = TreeHash.of(hash);
        root.leaf(leaf);
        at++;
        return leaf;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
