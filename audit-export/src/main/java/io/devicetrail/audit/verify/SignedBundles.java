package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.UnreadableFile;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The root that each bundle had when the checkpoint was signed. The tiles of level 1 hold those of the full ones, and
 * are believed only if they give the signed root together with the last bundle: then a bundle is right or wrong by
 * itself, whatever was changed elsewhere. Keeps a hash of each such tile, 32 bytes for 65,536 events.
 */
final class SignedBundles {
    private static final int LEVEL = 1;

    private final LedgerReader files;
    private final TreeHead head;
    /** Its leaves are the roots of the full bundles. */
    private final GrowingTree roots = new GrowingTree();
    /** Files may be other ones when they are read again. */
    private final List<TreeHash> tiles = new ArrayList<>();

    private final List<UpperTile> above = new ArrayList<>();
    private final boolean known;
    private long keptTile = -1;
    private List<TreeHash> kept = List.of();

    /** @param log whose rows may show what the newest bundle was, where neither of its files does */
    SignedBundles(LedgerReader files, TreeHead head, @Nullable EntrySource log) throws IOException {
        this.files = files;
        this.head = head;
        this.known = readAll() && (isWhole() ? roots.head().root().equals(head.root()) : isLastKnown(log));
    }

    /** Whether the tiles of level 1 give the signed root. */
    boolean known() {
        return known;
    }

    /** The tiles above level 1 that differ, where {@link #known}. */
    List<UpperTile> above() {
        return List.copyOf(above);
    }

    /** The hash of each entry of a bundle that was signed; empty where that cannot be told. */
    Optional<List<TreeHash>> signed(long number, Bundle bundle) throws IOException {
        return known ? bundle.signed(isRootOf(number)) : Optional.empty();
    }

    /** Whether these, all of a bundle, are the hashes of the entries that were signed. */
    boolean isSigned(long number, List<TreeHash> leaves) throws IOException {
        return known && !leaves.isEmpty() && isRootOf(number).test(Bundle.root(leaves));
    }

    private Predicate<TreeHash> isRootOf(long number) throws IOException {
        if (number == full()) {
            return this::isLast;
        }
        TreeHash root = root(number);
        return root == null ? other -> false : root::equals;
    }

    private long full() {
        return head.size() / TileName.FULL;
    }

    private boolean isWhole() {
        return head.size() % TileName.FULL == 0;
    }

    private boolean isLastKnown(@Nullable EntrySource log) throws IOException {
        Bundle last = Bundle.in(files, head.size(), full());
        if (last.signed(this::isLast).isPresent()) {
            return true;
        }
        // What is wrong with the rows is told when this bundle is checked.
        Findings later = new Findings(finding -> {});
        List<TreeHash> rows = log == null
                ? List.of()
                : BundleRows.of(log, full() * TileName.FULL, last.width(), later)
                        .leaves();
        return !rows.isEmpty() && isLast(Bundle.root(rows));
    }

    private boolean isLast(TreeHash root) {
        return roots.rootWith(root).equals(head.root());
    }

    private boolean readAll() throws IOException {
        for (long tile = 0; tile * TileName.FULL < full(); tile++) {
            byte[] read = read(tile);
            if (read == null) {
                return false;
            }
            tiles.add(TreeHash.leaf(read));
            for (TreeHash root : Bundle.in(read)) {
                roots.append(root, this::compare);
            }
        }
        roots.partial(this::compare);
        return true;
    }

    private void compare(TileName name, byte[] made) throws IOException {
        if (name.level() > 0) {
            TileName upper = new TileName(name.level() + LEVEL, name.index(), name.width());
            UpperTile tile = UpperTile.compare(files, upper, made);
            if (tile.differs()) {
                above.add(tile);
            }
        }
    }

    private byte @Nullable [] read(long tile) throws IOException {
        TileName name = TileName.in(head.size(), LEVEL, tile);
        try {
            byte[] read = files.tile(name);
            return read.length == name.width() * TreeHash.BYTES ? read : null;
        } catch (NoSuchFileException | UnreadableFile nothing) {
            return null;
        }
    }

    private @Nullable TreeHash root(long bundle) throws IOException {
        long tile = bundle / TileName.FULL;
        if (tile != keptTile) {
            byte[] read = read(tile);
            boolean same = read != null && TreeHash.leaf(read).equals(tiles.get((int) tile));
            kept = same && read != null ? Bundle.in(read) : List.of();
            keptTile = tile;
        }
        return kept.isEmpty() ? null : kept.get((int) (bundle % TileName.FULL));
    }
}
