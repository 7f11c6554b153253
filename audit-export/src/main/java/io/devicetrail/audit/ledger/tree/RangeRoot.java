package io.devicetrail.audit.ledger.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The root of a tree from a run of its leaves and the {@link TreeRange} around them. Takes the leaves one by one and keeps
 * a hash for each level, at most 64. Used once, by one thread.
 */
public final class RangeRoot {
    private final TreeRange range;
    /** Each higher than the one after it; together they are all leaves so far. */
    private final Deque<Subtree> edge = new ArrayDeque<>();

    private long at;

    private record Subtree(int height, TreeHash hash) {}

    public RangeRoot(TreeRange range) {
        this.range = range;
        take(range.left().iterator(), range.first(), "left");
    }

    public void leaf(TreeHash hash) {
        require(at < range.end(), "there are more than " + range.count() + " leaves");
        append(0, hash);
    }

    /**
     * @param size of the tree
     * @throws NotVerified if the hashes are not exactly those that such a tree needs
     */
    public TreeHash root(long size) {
        require(at == range.end(), "there are fewer than " + range.count() + " leaves");
        require(at <= size, "the leaves go on behind a tree of " + size);
        take(range.right().iterator(), size, "right");
        TreeHash root = null;
        while (!edge.isEmpty()) {
            TreeHash left = edge.pop().hash();
            root = root == null ? left : TreeHash.node(left, root);
        }
        return root == null ? TreeHash.EMPTY : root;
    }

    private void take(Iterator<TreeHash> hashes, long until, String side) {
        while (at < until) {
            require(hashes.hasNext(), "a hash is missing on the " + side);
            append(TreeRange.height(at, until), hashes.next());
        }
        require(!hashes.hasNext(), "there is a hash too many on the " + side);
    }

    /** Two of one height are siblings, as everything before them is there. */
    private void append(int height, TreeHash hash) {
        Subtree subtree = new Subtree(height, hash);
        at += 1L << height;
        while (!edge.isEmpty() && edge.peek().height() == subtree.height()) {
            subtree = new Subtree(subtree.height() + 1, TreeHash.node(edge.pop().hash(), subtree.hash()));
        }
        edge.push(subtree);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new NotVerified(message);
        }
    }
}
