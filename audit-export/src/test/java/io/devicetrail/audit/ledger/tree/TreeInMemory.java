package io.devicetrail.audit.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tree grown entry by entry with all its tiles kept, and RFC 6962's own recursive definition beside it. */
public final class TreeInMemory {
    private final List<TreeHash> leaves = new ArrayList<>();
    private final Map<String, byte[]> tiles = new HashMap<>();
    private final GrowingTree tree = new GrowingTree();

    public TreeInMemory add(byte[] entry) {
        TreeHash leaf = TreeHash.leaf(entry);
        leaves.add(leaf);
        try {
            tree.append(leaf, (name, tile) -> tiles.put(name.path(), tile));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    public TreeHead head() {
        return tree.head();
    }

    public GrowingTree growing() {
        return tree;
    }

    public TreeHash leaf(long index) {
        return leaves.get((int) index);
    }

    /** The tiles of the tree as it is now. */
    public TileReader tiles() throws IOException {
        Map<String, byte[]> now = new HashMap<>(tiles);
        tree.partial((name, tile) -> now.put(name.path(), tile));
        return name -> {
            byte[] tile = now.get(name.path());
            if (tile == null) {
                throw new FileNotFoundException(name.path());
            }
            return tile;
        };
    }

    public StoredTree stored() throws IOException {
        return new StoredTree(tiles(), tree.size());
    }

    /** RFC 6962, section 2.1, as it is written. */
    public TreeHash definition(int from, int to) {
        int count = to - from;
        if (count == 0) {
            return TreeHash.EMPTY;
        }
        if (count == 1) {
            return leaves.get(from);
        }
        int split = Integer.highestOneBit(count - 1);
        return TreeHash.node(definition(from, from + split), definition(from + split, to));
    }

    public static byte[] bundle(List<byte[]> entries) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        entries.forEach(entry -> EntryBundle.append(bundle, entry));
        return bundle.toByteArray();
    }
}
