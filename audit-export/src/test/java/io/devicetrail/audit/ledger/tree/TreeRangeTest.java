package io.devicetrail.audit.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That a run of leaves belongs to a tree: every run of every small tree, and runs of trees with upper tiles. */
class TreeRangeTest {
    private static final int SMALL = 40;
    private static final int LARGE = 70_000;
    private static final int RUNS = 60;

    private final long seed = Long.getLong("devicetrail.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    @Requirement("11.10(a)")
    void everyRunOfEverySmallTreeGivesItsRoot() throws IOException {
        TreeInMemory tree = new TreeInMemory();
        for (int size = 0; size <= SMALL; size++) {
            for (int first = 0; first <= size; first++) {
                for (int count = 0; count <= size - first; count++) {
                    TreeRange range = tree.stored().around(first, count);
                    assertThat(root(tree, range, first, count, size))
                            .as("%d from %d of %d", count, first, size)
                            .isEqualTo(tree.definition(0, size));
                }
            }
            tree.add(new byte[] {(byte) size, 2});
        }
    }

    @Test
    @Requirement("11.10(a)")
    void runsOfALargeTreeGiveItsRootAndNoOtherLeafOrHashDoes() throws IOException {
        TreeInMemory tree = new TreeInMemory();
        for (int i = 0; i < LARGE; i++) {
            tree.add(ByteBuffer.allocate(4).putInt(i).array());
        }
        StoredTree stored = tree.stored();
        for (int run = 0; run < RUNS; run++) {
            int first = random.nextInt(LARGE);
            int count = 1 + random.nextInt(Math.min(LARGE - first, 2_000));
            TreeRange range = stored.around(first, count);
            String what = count + " from " + first + ", seed " + seed;
            assertThat(root(tree, range, first, count, LARGE))
                    .as(what)
                    .isEqualTo(tree.head().root());
            assertThat(range.left().size() + range.right().size()).as(what).isLessThan(64);

            RangeRoot another = new RangeRoot(range);
            int wrong = random.nextInt(count);
            for (int i = 0; i < count; i++) {
                another.leaf(tree.leaf(i == wrong ? (first + i + 1) % LARGE : first + i));
            }
            assertThat(another.root(LARGE)).as(what).isNotEqualTo(tree.head().root());
            assertThat(root(tree, moved(range), first, count, LARGE))
                    .as(what)
                    .isNotEqualTo(tree.head().root());
        }
    }

    @Test
    void aHashTooFewOrTooManyIsRefusedAndSoIsALeaf() throws IOException {
        TreeInMemory tree = new TreeInMemory();
        for (int i = 0; i < 11; i++) {
            tree.add(new byte[] {(byte) i});
        }
        TreeRange range = tree.stored().around(3, 4);
        assertThatThrownBy(() -> new RangeRoot(new TreeRange(3, 4, List.of(), range.right())))
                .isInstanceOf(NotVerified.class)
                .hasMessage("a hash is missing on the left");
        assertThatThrownBy(() -> root(tree, new TreeRange(3, 4, range.left(), List.of()), 3, 4, 11))
                .hasMessage("a hash is missing on the right");
        List<TreeHash> more = new ArrayList<>(range.right());
        more.add(tree.leaf(0));
        assertThatThrownBy(() -> root(tree, new TreeRange(3, 4, range.left(), more), 3, 4, 11))
                .hasMessage("there is a hash too many on the right");
        assertThatThrownBy(() -> root(tree, range, 3, 3, 11)).hasMessage("there are fewer than 4 leaves");
        assertThatThrownBy(() -> root(tree, range, 3, 5, 11)).hasMessage("there are more than 4 leaves");
        assertThatThrownBy(() -> root(tree, range, 3, 4, 6)).hasMessage("the leaves go on behind a tree of 6");
        assertThatThrownBy(() -> new TreeRange(-1, 1, List.of(), List.of())).isInstanceOf(NotVerified.class);
        assertThatThrownBy(() -> tree.stored().around(8, 4)).isInstanceOf(NotVerified.class);
    }

    private TreeRange moved(TreeRange range) {
        List<TreeHash> left = new ArrayList<>(range.left());
        List<TreeHash> right = new ArrayList<>(range.right());
        List<TreeHash> side = left.isEmpty() ? right : left;
        byte[] hash = side.getFirst().bytes();
        hash[random.nextInt(hash.length)] ^= 1;
        side.set(0, TreeHash.of(hash));
        return new TreeRange(range.first(), range.count(), left, right);
    }

    private static TreeHash root(TreeInMemory tree, TreeRange range, long first, long count, long size) {
        RangeRoot root = new RangeRoot(range);
        for (long i = first; i < first + count; i++) {
            root.leaf(tree.leaf(i));
        }
        return root.root(size);
    }
}
