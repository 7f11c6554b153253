package io.devicetrail.audit.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Proofs out of a tree's tiles, RFC 6962, sections 2.1.1 and 2.1.2. What comes out is only as true as the tiles: whoever
 * takes it verifies it with {@link Proofs}. Keeps a handful of tiles; used by one thread.
 */
public final class StoredTree {
    private static final int KEPT_TILES = 32;

    private final TileReader tiles;
    private final long size;
    private final Map<TileName, byte[]> kept = new LinkedHashMap<>(KEPT_TILES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileName, byte[]> eldest) {
            return size() > KEPT_TILES;
        }
    };

    public StoredTree(TileReader tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    public TreeHead head() throws IOException {
        return headAt(size);
    }

    /** The head the tree had when it was smaller. */
    public TreeHead headAt(long earlier) throws IOException {
        require(0 <= earlier && earlier <= size, "size " + earlier);
        return earlier == 0 ? TreeHead.EMPTY : new TreeHead(earlier, range(0, earlier));
    }

    public TreeHash leaf(long index) throws IOException {
        require(0 <= index && index < size, "entry " + index);
        return range(index, index + 1);
    }

    /** RFC 6962, section 2.1.1: the sibling of the leaf first, the root's child last. */
    public List<TreeHash> inclusion(long index) throws IOException {
        require(0 <= index && index < size, "entry " + index);
        List<TreeHash> path = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long middle = low + split(high - low);
            if (index < middle) {
                path.add(range(middle, high));
                high = middle;
            } else {
                path.add(range(low, middle));
                low = middle;
            }
        }
        Collections.reverse(path);
        return path;
    }

    /** RFC 6962, section 2.1.2: that the tree of an earlier size is the beginning of this one. */
    public List<TreeHash> consistency(long earlier) throws IOException {
        require(0 <= earlier && earlier <= size, "size " + earlier);
        List<TreeHash> path = new ArrayList<>();
        if (earlier == 0 || earlier == size) {
            return path;
        }
        long low = 0;
        long high = size;
        while (earlier < high) {
            long middle = low + split(high - low);
            if (earlier <= middle) {
                path.add(range(middle, high));
                high = middle;
            } else {
                path.add(range(low, middle));
                low = middle;
            }
        }
        if (low > 0) {
            path.add(range(low, high));
        }
        Collections.reverse(path);
        return path;
    }

    /** What gives the root together with the leaves of a run. */
    public TreeRange around(long first, long count) throws IOException {
        require(0 <= first && 0 <= count && count <= size - first, "run of " + count + " entries from " + first);
        return new TreeRange(first, count, subtrees(0, first), subtrees(first + count, size));
    }

    private List<TreeHash> subtrees(long low, long high) throws IOException {
        List<TreeHash> roots = new ArrayList<>();
        for (long at = low; at < high; ) {
            int height = TreeRange.height(at, high);
            roots.add(perfect(height, at >>> height));
            at += 1L << height;
        }
        return roots;
    }

    /** Largest power of two below {@code count}, where RFC 6962 splits. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    /** Hash of the entries from {@code low} to before {@code high}, whose split points are those of the whole tree. */
    private TreeHash range(long low, long high) throws IOException {
        TreeHash root = null;
        long end = high;
        while (end > low) {
            long count = Long.lowestOneBit(end - low);
            TreeHash subtree = perfect(Long.numberOfTrailingZeros(count), (end - count) / count);
            root = root == null ? subtree : TreeHash.node(subtree, root);
            end -= count;
        }
        if (root == null) {
            throw new IllegalArgumentException("no entries from " + low + " to " + high);
        }
        return root;
    }

    /** Root of the perfect subtree of 2^height entries that is the {@code number}th of its height. */
    private TreeHash perfect(int height, long number) throws IOException {
        int level = height / TileName.HEIGHT;
        int count = 1 << height % TileName.HEIGHT;
        long first = number * count;
        byte[] tile = tile(TileName.in(size, level, first / TileName.FULL));
        return GrowingTree.perfect(tile, (int) (first % TileName.FULL), count);
    }

    private byte[] tile(TileName name) throws IOException {
        byte[] known = kept.get(name);
        if (known == null) {
            known = tiles.read(name);
            if (known.length != name.width() * TreeHash.BYTES) {
                throw new NotVerified(name + " has " + known.length + " bytes");
            }
            kept.put(name, known);
        }
        return known;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new NotVerified("a tree of " + size + " entries has no " + what);
        }
    }
}
