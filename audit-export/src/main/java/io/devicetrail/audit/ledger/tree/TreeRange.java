package io.devicetrail.audit.ledger.tree;

import java.util.List;

/**
 * That a run of leaves is where it is in a tree: the roots of the perfect subtrees left of it and right of it, each list
 * from left to right, the largest that fit (what C2SP and Trillian call a compact range). With the leaves between them
 * they give the tree's root, RFC 6962, section 2.1; at most 63 on either side, however long the run.
 *
 * @param first index of the run's first leaf
 * @param count of its leaves; none is a run as well
 */
public record TreeRange(long first, long count, List<TreeHash> left, List<TreeHash> right) {
    public TreeRange {
        if (first < 0 || count < 0 || first + count < 0) {
            throw new NotVerified("no run of leaves has the first " + first + " and the length " + count);
        }
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** Index behind its last leaf. */
    public long end() {
        return first + count;
    }

    /** Height of the largest perfect subtree that begins at a leaf and ends at or before another. */
    static int height(long from, long until) {
        int fits = Long.SIZE - 1 - Long.numberOfLeadingZeros(until - from);
        return from == 0 ? fits : Math.min(fits, Long.numberOfTrailingZeros(from));
    }
}
