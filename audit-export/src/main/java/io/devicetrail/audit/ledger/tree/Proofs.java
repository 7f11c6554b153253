package io.devicetrail.audit.ledger.tree;

import java.util.List;

/**
 * Verifying what {@link StoredTree} or anyone else says, by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2;
 * the tree is RFC 6962's, whose text leaves them to the reader.
 */
public final class Proofs {
    private Proofs() {}

    /** @throws NotVerified unless the leaf is at that index of that tree */
    public static void inclusion(TreeHead head, long index, TreeHash leaf, List<TreeHash> path) {
        require(0 <= index && index < head.size(), "entry " + index + " is not in a tree of " + head.size());
        Walk walk = new Walk(index, head.size() - 1);
        TreeHash root = leaf;
        for (TreeHash hash : path) {
            root = walk.step() ? TreeHash.node(hash, root) : TreeHash.node(root, hash);
        }
        require(walk.atRoot(), "the proof of entry " + index + " is too short");
        require(root.equals(head.root()), "entry " + index + " is not what the tree holds there");
    }

    /** @throws NotVerified unless the earlier tree is the beginning of the later one */
    public static void consistency(TreeHead earlier, TreeHead later, List<TreeHash> path) {
        require(earlier.size() <= later.size(), "the tree went back from " + earlier.size() + " to " + later.size());
        if (earlier.size() == 0 || earlier.size() == later.size()) {
            require(path.isEmpty(), "a proof that needs no hashes has some");
            require(
                    earlier.size() == 0 || earlier.equals(later),
                    "two trees of " + earlier.size() + " entries have the roots " + earlier.root() + " and "
                            + later.root());
            return;
        }
        Walk walk = new Walk(earlier.size() - 1, later.size() - 1);
        walk.skipRightTurns();
        boolean perfect = Long.bitCount(earlier.size()) == 1;
        require(perfect || !path.isEmpty(), "the consistency proof is empty");
        TreeHash before = perfect ? earlier.root() : path.getFirst();
        TreeHash after = before;
        for (TreeHash hash : perfect ? path : path.subList(1, path.size())) {
            if (walk.step()) {
                before = TreeHash.node(hash, before);
                after = TreeHash.node(hash, after);
            } else {
                after = TreeHash.node(after, hash);
            }
        }
        require(walk.atRoot(), "the consistency proof is too short");
        require(
                before.equals(earlier.root()) && after.equals(later.root()),
                "the tree of " + later.size() + " entries does not begin with the tree of " + earlier.size());
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new NotVerified(message);
        }
    }

    /** The way from a leaf up, beside the way from the last leaf up; RFC 9162 calls the two fn and sn. */
    private static final class Walk {
        private long node;
        private long last;

        Walk(long node, long last) {
            this.node = node;
            this.last = last;
        }

        void skipRightTurns() {
            while ((node & 1) == 1) {
                up();
            }
        }

        /** One hash further; whether that hash stands on the left. */
        boolean step() {
            require(last != 0, "the proof is too long");
            boolean left = (node & 1) == 1 || node == last;
            if (left) {
                while ((node & 1) == 0 && node != 0) {
                    up();
                }
            }
            up();
            return left;
        }

        boolean atRoot() {
            return last == 0;
        }

        private void up() {
            node >>>= 1;
            last >>>= 1;
        }
    }
}
