package io.devicetrail.audit.ledger.tree;

/** The tree at a size: RFC 6962's Merkle Tree Hash of its first {@code size} entries. */
public record TreeHead(long size, TreeHash root) {
    public static final TreeHead EMPTY = new TreeHead(0, TreeHash.EMPTY);

    public TreeHead {
        if (size < 0 || (size == 0 && !root.equals(TreeHash.EMPTY))) {
            throw new NotVerified("no tree has size " + size + " and root " + root);
        }
    }
}
