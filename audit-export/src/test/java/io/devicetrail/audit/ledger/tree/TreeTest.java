package io.devicetrail.audit.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hashes, heads and proofs: the published roots of Certificate Transparency's eight test leaves, then random trees. */
class TreeTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    /** Roots after 0 to 8 of the leaves. */
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void theRootsAreThePublishedOnes() {
        TreeInMemory tree = new TreeInMemory();
        assertThat(hex(tree.head().root())).isEqualTo(ROOTS.getFirst());
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.add(HexFormat.of().parseHex(LEAVES.get(i)));
            assertThat(hex(tree.head().root())).as("after %d leaves", i + 1).isEqualTo(ROOTS.get(i + 1));
        }
    }

    @Test
    void aPublishedInclusionProofIsMadeAndVerified() throws IOException {
        TreeInMemory tree = eight();
        List<TreeHash> path = tree.stored().inclusion(0);
        assertThat(path.stream().map(TreeTest::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        Proofs.inclusion(tree.head(), 0, tree.leaf(0), path);
    }

    @Test
    void everyProofOfASmallTreeIsVerifiedAndNoneForAnotherPlace() throws IOException {
        List<TreeHead> heads = new ArrayList<>(List.of(TreeHead.EMPTY));
        TreeInMemory tree = new TreeInMemory();
        for (int size = 1; size <= 70; size++) {
            tree.add(new byte[] {(byte) size, 1});
            heads.add(tree.head());
            StoredTree stored = tree.stored();
            assertThat(tree.head().root())
                    .isEqualTo(tree.definition(0, size))
                    .isEqualTo(stored.head().root());
            for (int index = 0; index < size; index++) {
                List<TreeHash> path = stored.inclusion(index);
                Proofs.inclusion(tree.head(), index, tree.leaf(index), path);
                if (size > 1) {
                    int other = (index + 1) % size;
                    assertRefused(() -> Proofs.inclusion(tree.head(), other, tree.leaf(other), path));
                }
            }
            for (int earlier = 0; earlier <= size; earlier++) {
                Proofs.consistency(heads.get(earlier), tree.head(), stored.consistency(earlier));
                assertThat(stored.headAt(earlier)).isEqualTo(heads.get(earlier));
            }
        }
    }

    @Test
    void tilesOfALargeTreeGiveItsHeadProofsAndGrowth() throws IOException {
        List<TreeHead> heads = new ArrayList<>(List.of(TreeHead.EMPTY));
        TreeInMemory tree = new TreeInMemory();
        for (int i = 0; i < 66_100; i++) {
            tree.add(ByteBuffer.allocate(8).putLong(random.nextLong()).array());
            heads.add(tree.head());
        }
        TreeHead head = tree.head();
        assertThat(head.root()).as("seed %d", seed).isEqualTo(tree.definition(0, 66_100));
        assertThat(GrowingTree.from(head, tree.tiles()).head()).isEqualTo(head);
        StoredTree stored = tree.stored();
        for (int i = 0; i < 2_000; i++) {
            int index = random.nextInt(66_100);
            Proofs.inclusion(head, index, stored.leaf(index), stored.inclusion(index));
            assertThat(stored.leaf(index)).isEqualTo(tree.leaf(index));
            Proofs.consistency(heads.get(index), head, stored.consistency(index));
        }
    }

    @Test
    void aTreeTakenUpAgainAtAnySizeGrowsOnAsTheOneThatNeverStopped() throws IOException {
        TreeInMemory whole = new TreeInMemory();
        for (int size : List.of(0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537)) {
            while (whole.growing().size() < size) {
                whole.add(ByteBuffer.allocate(8).putLong(whole.growing().size()).array());
            }
            GrowingTree again = GrowingTree.from(whole.head(), whole.tiles());
            TreeInMemory copy = new TreeInMemory();
            for (int i = 0; i < size; i++) {
                copy.add(ByteBuffer.allocate(8).putLong(i).array());
            }
            for (int i = 0; i < 300; i++) {
                byte[] entry = {(byte) i, 9};
                again.append(TreeHash.leaf(entry), (name, tile) -> {});
                copy.add(entry);
                assertThat(again.head()).isEqualTo(copy.head());
            }
        }
    }

    @Test
    void anyChangeOfAProofIsRefused() throws IOException {
        for (int round = 0; round < 300; round++) {
            TreeInMemory tree = new TreeInMemory();
            int size = 2 + random.nextInt(700);
            int earlier = 1 + random.nextInt(size - 1);
            TreeHead before = TreeHead.EMPTY;
            for (int i = 0; i < size; i++) {
                tree.add(ByteBuffer.allocate(8).putLong(random.nextLong()).array());
                before = i + 1 == earlier ? tree.head() : before;
            }
            TreeHead old = before;
            int index = random.nextInt(size);
            for (List<TreeHash> wrong : changed(tree.stored().inclusion(index))) {
                assertRefused(() -> Proofs.inclusion(tree.head(), index, tree.leaf(index), wrong));
            }
            for (List<TreeHash> wrong : changed(tree.stored().consistency(earlier))) {
                assertRefused(() -> Proofs.consistency(old, tree.head(), wrong));
            }
            List<TreeHash> right = tree.stored().consistency(earlier);
            assertRefused(() -> Proofs.consistency(new TreeHead(earlier, flipped(old.root())), tree.head(), right));
            assertRefused(() -> Proofs.consistency(
                    old, new TreeHead(size, flipped(tree.head().root())), right));
            assertRefused(() -> Proofs.consistency(tree.head(), old, right));
        }
    }

    @Test
    void aTileThatWasChangedCannotBeTakenUpAgain() throws IOException {
        TreeInMemory tree = eight();
        TileReader honest = tree.tiles();
        assertRefused(() -> GrowingTree.from(tree.head(), name -> {
            byte[] tile = honest.read(name).clone();
            tile[random.nextInt(tile.length)] ^= (byte) (1 << random.nextInt(8));
            return tile;
        }));
        assertRefused(() -> GrowingTree.from(tree.head(), name -> new byte[32]));
    }

    private List<List<TreeHash>> changed(List<TreeHash> path) {
        List<List<TreeHash>> wrong = new ArrayList<>();
        List<TreeHash> longer = new ArrayList<>(path);
        longer.add(TreeHash.leaf(new byte[] {1}));
        wrong.add(longer);
        if (!path.isEmpty()) {
            wrong.add(path.subList(0, path.size() - 1));
            wrong.add(path.subList(1, path.size()));
            List<TreeHash> bent = new ArrayList<>(path);
            bent.replaceAll(hash -> hash);
            int at = random.nextInt(path.size());
            bent.set(at, flipped(bent.get(at)));
            wrong.add(bent);
        }
        return wrong;
    }

    private TreeHash flipped(TreeHash hash) {
        byte[] bytes = hash.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return TreeHash.of(bytes);
    }

    private void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).as("seed %d", seed).isInstanceOf(NotVerified.class);
    }

    private static TreeInMemory eight() {
        TreeInMemory tree = new TreeInMemory();
        LEAVES.forEach(leaf -> tree.add(HexFormat.of().parseHex(leaf)));
        return tree;
    }

    private static String hex(TreeHash hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }
}
