package io.devicetrail.audit.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes, keys and checkpoints against the specifications' examples, and against every kind of tampering. */
class SignedNoteTest {
    /** C2SP signed-note, "Example". */
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("example.com/log", new TreeHead(7, TreeHash.leaf(new byte[] {1})));

    private final NoteSigner ed25519 = Keys.fresh("example.com/log", SignatureType.ED25519);
    private final NoteSigner mlDsa = Keys.fresh("example.com/log", SignatureType.ML_DSA_44);
    private final List<VerifierKey> keys = List.of(ed25519.verifier(), mlDsa.verifier());
    private final SignedNote signed = new SignedNote(
            CHECKPOINT.text(), List.of(ed25519.sign(CHECKPOINT.text(), NOW), mlDsa.sign(CHECKPOINT.text(), NOW)));

    @Test
    void theSpecificationsExampleIsVerifiedAndPrintedAgain() {
        VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);
        assertThat(key.text()).isEqualTo(EXAMPLE_KEY);
        SignedNote note = SignedNote.parse(EXAMPLE);
        assertThat(note.verifiedBy(List.of(key))).containsExactly(key);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.print()).isEqualTo(EXAMPLE);
    }

    /** Made by torchwood's litewitness, another implementation of tlog-cosignature; its time is zero. */
    @Test
    void anotherImplementationsMlDsaSignatureIsVerified() throws IOException {
        VerifierKey key = VerifierKey.parse(resource("ml-dsa-44-log.vkey").strip());
        SignedNote note = SignedNote.parse(resource("ml-dsa-44-checkpoint.txt"));
        assertThat(note.verifiedBy(List.of(key))).containsExactly(key);
        assertThat(Checkpoint.parse(note.text()).head().size()).isEqualTo(1);
        SignedNote other = new SignedNote(note.text().replace("\n1\n", "\n2\n"), note.signatures());
        assertThatThrownBy(() -> other.verifiedBy(List.of(key))).isInstanceOf(NotVerified.class);
    }

    @Test
    void bothSignaturesSurvivePrintingAndParsing() {
        SignedNote read = SignedNote.parse(signed.print());
        assertThat(read.print()).isEqualTo(signed.print());
        assertThat(read.verifiedBy(keys)).containsExactlyElementsOf(keys);
        assertThat(Checkpoint.parse(read.text())).isEqualTo(CHECKPOINT);
        keys.forEach(key -> assertThat(VerifierKey.parse(key.text())).isEqualTo(key));
    }

    @Test
    void anMlDsaSignatureCarriesItsTime() {
        byte[] value = signed.signatures().get(1).value();
        assertThat(value).hasSize(8 + 2420);
        assertThat(ByteBuffer.wrap(value).getLong()).isEqualTo(NOW.getEpochSecond());
        value[7] ^= 1;
        assertThat(mlDsa.verifier().verifies(CHECKPOINT.text(), value)).isFalse();
    }

    @Test
    void aFlippedBitAnywhereIsNeverTakenForTheSignedText() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] note = signed.print().getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bent = note.clone();
            // Half of the flips within the text and the first line, which are a small part of the whole.
            bent[random.nextInt(i % 2 == 0 ? 200 : note.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                SignedNote read = SignedNote.parse(bent);
                read.verifiedBy(keys);
                // A signature line that became an unknown key's is passed over; the text is still the signed one.
                assertThat(read.text()).as("seed %d", seed).isEqualTo(CHECKPOINT.text());
            } catch (NotVerified expected) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(200);
    }

    @Test
    void aKnownKeysWrongSignatureSpoilsTheNoteAndUnknownOnesAreIgnored() {
        SignedNote.Signature wrong =
                new SignedNote.Signature("example.com/log", ed25519.verifier().id(), new byte[64]);
        SignedNote.Signature stranger = new SignedNote.Signature("example.com/other", 7, new byte[3]);
        List<SignedNote.Signature> good = signed.signatures();
        SignedNote spoilt = new SignedNote(signed.text(), List.of(good.get(1), wrong));
        assertThatThrownBy(() -> spoilt.verifiedBy(keys)).hasMessageContaining("is wrong");
        assertThat(new SignedNote(signed.text(), List.of(stranger, good.get(0))).verifiedBy(keys))
                .containsExactly(ed25519.verifier());
        assertThatThrownBy(() -> new SignedNote(signed.text(), List.of(stranger)).verifiedBy(keys))
                .hasMessageContaining("none of the known keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text\n",
                "text\n\n",
                "text\n\n— name\n",
                "text\n\n- name AAAAAAA=\n",
                "text\n\n— name AAAA\n",
                "text\n\n— name AAAAAAB=\n",
                "text\n\n— na+me AAAAAAA=\n",
                "text\n\n— name AAAAAAA=",
                "te\rxt\n\n— name AAAAAAA=\n",
                "text\n\n— name AAAAAAA=\n— name  AAAAAAA=\n",
                "\n— name AAAAAAA=\n"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(NotVerified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com/log\n7\n",
                "example.com/log\n07\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n",
                "example.com/log\n-7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n",
                "example.com/log\n9223372036854775808\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n",
                "example.com/log\n7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=\n",
                "example.com/log\n7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhev\n",
                "example.com/log\n7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\nextension\n",
                "example.com/log\n7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
                "example.com/log\n0\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n",
                "\n7\nbTQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(NotVerified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com/foo",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
                "example.com/foo+530d903a+"
            })
    void whatIsNoVerifierKeyIsRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(NotVerified.class);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SignedNoteTest.class.getResourceAsStream("/ledger/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
