package io.devicetrail.audit.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a tree: one unfinished tile per level, which is all that is needed to append to it and to know its
 * head. Takes 8 KiB per level, at most 64 KiB. Used by one thread.
 */
public final class GrowingTree {
    private final List<byte[]> edge = new ArrayList<>();
    private long size;

    /** Takes the tiles that are full for ever. */
    @FunctionalInterface
    public interface TileSink {
        void accept(TileName name, byte[] tile) throws IOException;
    }

    /**
     * Takes the edge up again from the tiles of an earlier tree.
     *
     * @throws NotVerified if the tiles do not have the head's root
     */
    public static GrowingTree from(TreeHead head, TileReader tiles) throws IOException {
        GrowingTree tree = new GrowingTree();
        tree.size = head.size();
        for (int level = 0; (head.size() >>> (level * TileName.HEIGHT)) > 0; level++) {
            byte[] tile = new byte[TileName.FULL * TreeHash.BYTES];
            int width = tree.width(level);
            if (width > 0) {
                TileName name = TileName.in(head.size(), level, tree.tileIndex(level));
                byte[] read = tiles.read(name);
                if (read.length != width * TreeHash.BYTES) {
                    throw new NotVerified(name + " has " + read.length + " bytes");
                }
                System.arraycopy(read, 0, tile, 0, read.length);
            }
            tree.edge.add(tile);
            if (level == TileName.TOP) {
                break;
            }
        }
        if (!tree.head().equals(head)) {
            throw new NotVerified("the tiles at the end of the tree have the root "
                    + tree.head().root() + ", not " + head.root() + " of the checkpoint at size " + head.size());
        }
        return tree;
    }

    public long size() {
        return size;
    }

    /** @param full is given each tile that the leaf completes, lowest level first */
    public void append(TreeHash leaf, TileSink full) throws IOException {
        TreeHash hash = leaf;
        for (int level = 0; ; level++) {
            if (level == edge.size()) {
                edge.add(new byte[TileName.FULL * TreeHash.BYTES]);
            }
            byte[] tile = edge.get(level);
            int width = width(level);
            hash.into(tile, width);
            if (width + 1 < TileName.FULL) {
                break;
            }
            full.accept(TileName.full(level, tileIndex(level)), tile.clone());
            hash = perfect(tile, 0, TileName.FULL);
        }
        size++;
    }

    /** Gives the partial tiles of the tree as it is now, lowest level first. */
    public void partial(TileSink sink) throws IOException {
        for (int level = 0; level < edge.size(); level++) {
            int width = width(level);
            if (width > 0) {
                sink.accept(
                        new TileName(level, tileIndex(level), width),
                        Arrays.copyOf(edge.get(level), width * TreeHash.BYTES));
            }
        }
    }

    /** The size's binary digits are the perfect subtrees; they are hashed together from the right. */
    public TreeHead head() {
        TreeHash root = root(null);
        return root == null ? TreeHead.EMPTY : new TreeHead(size, root);
    }

    /**
     * Root of the tree that goes on with a subtree behind this one, without appending it.
     *
     * @param behind root of fewer entries than each leaf of this tree stands for
     */
    public TreeHash rootWith(TreeHash behind) {
        return Objects.requireNonNull(root(behind));
    }

    private @Nullable TreeHash root(@Nullable TreeHash behind) {
        TreeHash root = behind;
        for (int level = 0; level < edge.size(); level++) {
            int end = width(level);
            while (end > 0) {
                int count = Integer.lowestOneBit(end);
                TreeHash subtree = perfect(edge.get(level), end - count, count);
                root = root == null ? subtree : TreeHash.node(subtree, root);
                end -= count;
            }
        }
        return root;
    }

    /** Root of {@code count} hashes of a tile, a power of two. */
    static TreeHash perfect(byte[] tile, int first, int count) {
        return count == 1
                ? TreeHash.at(tile, first)
                : TreeHash.node(perfect(tile, first, count / 2), perfect(tile, first + count / 2, count / 2));
    }

    private int width(int level) {
        return (int) ((size >>> (level * TileName.HEIGHT)) & (TileName.FULL - 1));
    }

    private long tileIndex(int level) {
        int shift = (level + 1) * TileName.HEIGHT;
        return shift < Long.SIZE ? size >>> shift : 0;
    }
}
