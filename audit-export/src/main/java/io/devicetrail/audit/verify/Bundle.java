package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Up to 256 entries and their hashes, as two files give them.
 *
 * @param entries name of the file with the entries
 * @param hashes name of the file with the hashes
 * @param read the entries; empty if that file gives none
 * @param leaves hashes of these entries; empty as well
 * @param stored the hashes of the other file; empty if it gives none
 * @param troubles why a file gives nothing
 */
record Bundle(
        TileName entries,
        TileName hashes,
        List<byte[]> read,
        List<TreeHash> leaves,
        List<TreeHash> stored,
        List<String> troubles) {
    /** Differences of one bundle whose sides are tried: sixteen ways take about as long as reading it did. */
    private static final int MOST_TRIED = 4;

    static Bundle in(LedgerReader files, long size, long number) throws IOException {
        TileName entries = TileName.in(size, TileName.ENTRIES, number);
        TileName hashes = TileName.in(size, 0, number);
        List<String> troubles = new ArrayList<>();
        List<byte[]> read = entries(files, entries, troubles);
        return new Bundle(
                entries,
                hashes,
                read,
                read.stream().map(TreeHash::leaf).toList(),
                hashes(files, hashes, troubles),
                List.copyOf(troubles));
    }

    private static List<byte[]> entries(LedgerReader files, TileName name, List<String> troubles) throws IOException {
        try {
            return EntryBundle.entries(files.tile(name), name.width());
        } catch (NoSuchFileException missing) {
            troubles.add(name.grown() + " is missing");
        } catch (UnreadableFile unreadable) {
            troubles.add(name.grown() + " cannot be read");
        } catch (NotVerified malformed) {
            troubles.add(name.grown() + " was changed: it is no bundle of entries");
        }
        return List.of();
    }

    private static List<TreeHash> hashes(LedgerReader files, TileName name, List<String> troubles) throws IOException {
        try {
            byte[] tile = files.tile(name);
            if (tile.length == name.width() * TreeHash.BYTES) {
                return in(tile);
            }
            troubles.add(name.grown() + " was changed: it has another length");
        } catch (NoSuchFileException missing) {
            troubles.add(name.grown() + " is missing");
        } catch (UnreadableFile unreadable) {
            troubles.add(name.grown() + " cannot be read");
        }
        return List.of();
    }

    /** The hashes of a tile. */
    static List<TreeHash> in(byte[] tile) {
        return IntStream.range(0, tile.length / TreeHash.BYTES)
                .mapToObj(i -> TreeHash.of(Arrays.copyOfRange(tile, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES)))
                .toList();
    }

    int width() {
        return entries.width();
    }

    byte @Nullable [] entry(int position) {
        return read.isEmpty() ? null : read.get(position);
    }

    @Nullable TreeHash leaf(int position) {
        return leaves.isEmpty() ? null : leaves.get(position);
    }

    @Nullable TreeHash hash(int position) {
        return stored.isEmpty() ? null : stored.get(position);
    }

    /** Whether both are there and differ. */
    boolean parts(int position) {
        return !leaves.isEmpty() && !stored.isEmpty() && !leaves.get(position).equals(stored.get(position));
    }

    /** Whether every way was tried of choosing between entry and hash. */
    boolean isTried() {
        return parting().size() <= MOST_TRIED;
    }

    /** The hash of each entry that was signed; empty if no way that is tried of choosing between the two gives the root. */
    Optional<List<TreeHash>> signed(Predicate<TreeHash> isSigned) throws IOException {
        List<TreeHash> one = leaves.isEmpty() ? stored : leaves;
        List<TreeHash> other = stored.isEmpty() ? leaves : stored;
        if (one.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> parting = parting();
        int ways = isTried() ? 1 << parting.size() : 2;
        for (int way = 0; way < ways; way++) {
            List<TreeHash> chosen = isTried() || way == 0 ? chosen(one, other, parting, way) : other;
            if (isSigned.test(root(chosen))) {
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    private static List<TreeHash> chosen(List<TreeHash> one, List<TreeHash> other, List<Integer> parting, int way) {
        List<TreeHash> chosen = new ArrayList<>(one);
        for (int i = 0; i < parting.size(); i++) {
            if ((way >> i & 1) == 1) {
                chosen.set(parting.get(i), other.get(parting.get(i)));
            }
        }
        return chosen;
    }

    private List<Integer> parting() {
        return IntStream.range(0, width()).filter(this::parts).boxed().toList();
    }

    /** The root of a bundle with these hashes. */
    static TreeHash root(List<TreeHash> leaves) throws IOException {
        GrowingTree tree = new GrowingTree();
        for (TreeHash leaf : leaves) {
            tree.append(leaf, (name, tile) -> {});
        }
        return tree.head().root();
    }
}
