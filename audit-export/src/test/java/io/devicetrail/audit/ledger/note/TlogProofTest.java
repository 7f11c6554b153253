package io.devicetrail.audit.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeInMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts: what an auditor keeps and checks with the log's key alone. */
class TlogProofTest {
    private static final String ORIGIN = "example.com/log";

    private final NoteSigner signer = Keys.fresh(ORIGIN, SignatureType.ED25519);
    private final List<VerifierKey> keys = List.of(signer.verifier());
    private final TreeInMemory tree = new TreeInMemory();

    @Test
    void aReceiptSurvivesPrintingAndProvesItsEntryOnly() throws IOException {
        for (String extra : new String[] {null, "AQID"}) {
            TlogProof read = TlogProof.parse(receipt(5, extra).print());
            assertThat(read.print()).isEqualTo(receipt(5, extra).print());
            assertThat(read.verify(tree.leaf(5), ORIGIN, keys)).containsExactly(signer.verifier());
            assertThatThrownBy(() -> read.verify(tree.leaf(4), ORIGIN, keys)).isInstanceOf(NotVerified.class);
            assertThatThrownBy(() -> read.verify(tree.leaf(5), "example.com/other", keys))
                    .hasMessageContaining("of the log");
        }
    }

    @Test
    void theTextIsTheSpecifications() throws IOException {
        String text = receipt(1, "AQID").print();
        assertThat(text)
                .startsWith("c2sp.org/tlog-proof@v1\nextra AQID\nindex 1\n"
                        + tree.leaf(0).base64() + "\n");
        assertThat(text)
                .contains("\n\n" + ORIGIN + "\n11\n" + tree.head().root().base64() + "\n\n— " + ORIGIN + " ");
    }

    @Test
    void aFlippedBitProvesNothingElse() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] text = receipt(5, null).print().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] bent = text.clone();
            bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            String said = new String(bent, StandardCharsets.UTF_8);
            assertThatThrownBy(() -> TlogProof.parse(said).verify(tree.leaf(5), ORIGIN, keys))
                    .as("seed %d, %s", seed, said)
                    .isInstanceOf(NotVerified.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v2\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v1\nindex 01\n\n",
                "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra AQID\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\n"
            })
    void whatIsNoReceiptIsRefused(String proof) {
        assertThatThrownBy(() -> TlogProof.parse(proof)).isInstanceOf(NotVerified.class);
    }

    private TlogProof receipt(long index, @Nullable String extra) throws IOException {
        while (tree.growing().size() < 11) {
            tree.add(new byte[] {(byte) tree.growing().size()});
        }
        List<TreeHash> path = tree.stored().inclusion(index);
        String text = new Checkpoint(ORIGIN, tree.head()).text();
        return new TlogProof(extra, index, path, new SignedNote(text, List.of(signer.sign(text, Instant.EPOCH))));
    }
}
