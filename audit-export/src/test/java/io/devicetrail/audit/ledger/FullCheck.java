package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.EntryBundle;
import io.devicetrail.audit.ledger.tree.GrowingTree;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Everything the world could check, from the files alone. */
final class FullCheck {
    private FullCheck() {}

    /**
     * @param rows what the log holds
     * @param earlier texts of checkpoints that somebody may have seen
     * @return how many entries the published checkpoint covers
     */
    static long of(LedgerStore store, List<LogRow> rows, Collection<String> earlier) throws IOException {
        SignedNote note = SignedNote.parse(store.read("checkpoint"));
        assertThat(note.verifiedBy(TestKeys.KEYS.verifiers())).hasSize(2);
        TreeHead head = Checkpoint.parse(note.text()).head();
        assertThat(head.size()).isLessThanOrEqualTo(rows.size());
        List<byte[]> entries = new ArrayList<>();
        for (long tile = 0; tile * TileName.FULL < head.size(); tile++) {
            TileName name = TileName.in(head.size(), TileName.ENTRIES, tile);
            entries.addAll(EntryBundle.entries(store.tile(name), name.width()));
        }
        GrowingTree tree = new GrowingTree();
        for (int i = 0; i < head.size(); i++) {
            assertThat(entries.get(i)).isEqualTo(LedgerEntry.of(rows.get(i)).bytes());
            byte[] body = LedgerEntry.of(rows.get(i)).body();
            if (body != null) {
                assertThat(store.read(LedgerEntry.bodyPath(body))).isEqualTo(body);
            }
            tree.append(
                    TreeHash.leaf(entries.get(i)),
                    (name, tile) -> assertThat(store.tile(name)).isEqualTo(tile));
        }
        tree.partial((name, tile) -> assertThat(store.tile(name)).isEqualTo(tile));
        assertThat(tree.head()).isEqualTo(head);
        StoredTree files = new StoredTree(store::tile, head.size());
        for (String text : earlier) {
            TreeHead before = Checkpoint.parse(SignedNote.parse(text).text()).head();
            if (before.size() <= head.size()) {
                Proofs.consistency(before, head, files.consistency(before.size()));
            }
        }
        return head.size();
    }
}
