package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.AttestedLog;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.check.manifest.StatedManifest;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.timestamp.OpensslAuthority;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What witnesses and an authority have put their word under goes along with a copy, and counts for what they signed. */
class AttestedCopyTest {
    private static final TrailFilter ALL = TrailFilter.ofTenant(ProvenLog.ACME);
    private static final NoteSigner ONE = Keys.fresh("witness.example/one", SignatureType.ED25519_COSIGNATURE);
    private static final NoteSigner TWO = Keys.fresh("witness.example/two", SignatureType.ML_DSA_44);

    @TempDir
    Path home;

    @TempDir
    Path place;

    private AttestedLog log;
    private Path copy;

    @BeforeEach
    void log() throws IOException {
        log = new AttestedLog(home);
        copy = place.resolve("copy");
    }

    @Test
    @Requirement("11.10(a)")
    void whatWasCosignedBeforeTheCopyIsHeldAgainstItsLeavesAndCountsUpToThere() throws IOException {
        SignedNote before = log.checkpoint();
        log.cosigned(before, ONE, TWO);
        log.grow(3).proven().copy(ALL, copy);

        CopyVerdict verdict = verify(ONE, TWO);
        assertThat(CopyReport.exitCode(verdict)).isEqualTo(CopyReport.RIGHT);
        assertThat(verdict.onTrust())
                .as("for both of them once")
                .singleElement()
                .asString()
                .startsWith("ledger-cosigned.txt: the last 3 of the ")
                .endsWith(": from event " + AttestedLog.size(before)
                        + " on there is the word of the ledger's keys alone");
        for (NoteSigner witness : List.of(ONE, TWO)) {
            assertThat(verdict.checked())
                    .contains("ledger-cosigned.txt: cosigned by "
                            + witness.verifier().shortName() + " at " + AttestedLog.SIGNED + "; the last 3 of the "
                            + (log.head() + 1) + " events of the range are not under it");
        }
        assertThat(copy.resolve("ledger-cosigned.txt")).content().startsWith(before.text());
    }

    @Test
    void aCosignatureUnderTheCopysOwnCheckpointCoversAllOfIt() throws IOException {
        log.cosigned(log.checkpoint(), ONE);
        log.proven().copy(ALL, copy);

        assertThat(verify(ONE).findings()).isEmpty();
        assertThat(verify(ONE).checked())
                .anyMatch(line -> line.contains(ONE.verifier().shortName())
                        && line.endsWith("; all events of the range are under it"));
    }

    /** Of a range in the middle, of a head long before, and of a range of which a part only was cosigned. */
    @ParameterizedTest
    @CsvSource({"9, 101, 200, 0", "0, , 50, 0", "7, 7, 60, 0", "20, , , 3"})
    void aPartOfTheLogTellsWhetherItIsUnderWhatWasCosigned(long first, Long last, Long head, int uncovered)
            throws IOException {
        log.cosigned(log.checkpoint(), ONE);
        log.grow(3);
        log.proven()
                .copy(
                        new TrailFilter(ProvenLog.ACME, null, null, null, first, last),
                        head == null ? log.head() : head,
                        copy);

        CopyVerdict verdict = verify(ONE);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.checked())
                .filteredOn(line -> line.contains(ONE.verifier().shortName()))
                .singleElement()
                .asString()
                .contains(
                        uncovered == 0 ? "all events of the range are under it" : "the last " + uncovered + " of the");
    }

    @Test
    void whatNobodyCheckedIsSaidNotToBeChecked() throws IOException {
        log.cosigned(log.checkpoint(), ONE, TWO);
        log.grow(1).proven().copy(ALL, copy);

        CopyVerdict verdict = verify();
        assertThat(CopyReport.exitCode(verdict)).isEqualTo(CopyReport.RIGHT);
        assertThat(verdict.onTrust())
                .singleElement()
                .asString()
                .startsWith("ledger-cosigned.txt: has signatures under the names of witness.example/one,"
                        + " witness.example/two, which were not checked: give --witness");
        assertThat(verify(ONE).onTrust())
                .hasSize(2)
                .anyMatch(file -> file.toString().contains("under the names of witness.example/two, which"))
                .anyMatch(file -> file.toString().contains("the last 1 of the "));
    }

    @Test
    @Requirement("11.10(a)")
    void eachWitnessThatIsAskedForMustHaveCosigned() throws Exception {
        log.proven().copy(ALL, copy);
        assertThat(verify(ONE).findings())
                .singleElement()
                .hasToString("the copy has no cosignature of " + ONE.verifier().shortName());

        NoteSigner forger = new NoteSigner(ONE.verifier(), Keys.privateKey(SignatureType.ED25519_COSIGNATURE));
        log.cosigned(log.checkpoint(), forger, TWO);
        Path forged = place.resolve("forged");
        log.proven().copy(ALL, forged);
        copy = forged;
        assertThat(verify(ONE, TWO).findings())
                .singleElement()
                .hasToString("ledger-cosigned.txt: the cosignature of "
                        + ONE.verifier().shortName() + " is wrong");
    }

    @Test
    @Requirement("11.10(a)")
    void anotherHistoryThatWasCosignedIsTold(@TempDir Path elsewhere) throws IOException {
        SignedNote other = new AttestedLog(elsewhere).grow(1).checkpoint();
        Checkpoint mine = Checkpoint.parse(log.checkpoint().text());
        TreeHead head = new TreeHead(
                mine.head().size(), Checkpoint.parse(other.text()).head().root());
        log.cosigned(new SignedNote(new Checkpoint(mine.origin(), head).text(), other.signatures()), ONE);
        log.grow(2).proven().copy(ALL, copy);
        for (NoteSigner[] witnesses : new NoteSigner[][] {{ONE}, {}}) {
            assertThat(verify(witnesses).findings())
                    .singleElement()
                    .hasToString(
                            "ledger-cosigned.txt: it is of another history: the copy's leaves do not give its root");
        }

        log.cosigned(other, ONE);
        copy = place.resolve("of-another-ledger");
        log.proven().copy(ALL, copy);
        assertThat(verify(ONE).findings())
                .singleElement()
                .asString()
                .startsWith("ledger-cosigned.txt: it is a checkpoint of another ledger");
    }

    /** The exporter takes no such note along; who has the ledger's keys can, and sign the manifest with it. */
    @Test
    @Requirement("11.10(a)")
    void theWordUnderAnEmptyBeginningIsNoneOfTheCopy() throws IOException {
        log.cosigned(log.checkpoint(), ONE);
        log.proven().copy(ALL, copy);
        StatedManifest.Ledger honest =
                Objects.requireNonNull(StatedManifest.parse(Files.readAllBytes(copy.resolve("manifest.json")))
                        .ledger());
        SignedNote own = SignedNote.parse(honest.checkpoint());
        String nothing = new Checkpoint(Checkpoint.parse(own.text()).origin(), TreeHead.EMPTY).text();
        String cosigned = new SignedNote(nothing, List.of(ONE.sign(nothing, AttestedLog.SIGNED))).print();
        Attestations attestations = new Attestations(
                copy,
                new StatedManifest.Ledger(
                        honest.checkpoint(),
                        honest.range(),
                        new StatedManifest.Attested(cosigned, List.of(), null),
                        null),
                own);
        attestations.check(new Trusted(log.proven().keys(), List.of(ONE.verifier()), List.of()));
        assertThat(attestations.differing()).contains("ledger-cosigned.txt: it ends before the copy begins");
    }

    @Test
    void whatEndsBeforeTheCopyBeginsIsNotInIt() throws IOException {
        long size = AttestedLog.size(log.checkpoint());
        log.cosigned(log.checkpoint(), ONE);
        log.stamped(log.checkpoint(), new byte[] {1});
        log.grow(5).proven().copy(new TrailFilter(ProvenLog.ACME, null, null, null, size + 1, null), copy);

        JsonNode ledger = manifest().path("ledger");
        assertThat(ledger.path("cosigned").isNull()).isTrue();
        assertThat(ledger.path("stamped").isNull()).isTrue();
        assertThat(verify().findings()).isEmpty();
        assertThat(verify(ONE).findings()).hasSize(1);
    }

    @Test
    void theFirstStampThatCoversAllIsTakenAndTheLastWhereNoneDoes() throws IOException {
        SignedNote first = log.checkpoint();
        log.stamped(first, new byte[] {1});
        log.grow(2).stamped(log.checkpoint(), new byte[] {2});
        SignedNote second = log.checkpoint();
        log.grow(2).stamped(log.checkpoint(), new byte[] {3});
        long head = AttestedLog.size(second) - 1;

        log.proven().copy(ALL, head, copy);
        assertThat(manifest().path("ledger").path("stamped").path("checkpoint").asString())
                .isEqualTo(second.print());
        SignedNote last = log.checkpoint();
        copy = place.resolve("later");
        log.grow(1).proven().copy(ALL, copy);
        assertThat(manifest().path("ledger").path("stamped").path("checkpoint").asString())
                .isEqualTo(last.print());
        assertThat(copy.resolve("ledger-timestamp.tsr")).hasBinaryContent(new byte[] {3});
    }

    @Test
    @Requirement({"11.10(a)", "11.10(e)"})
    void aTimeStampIsCheckedWithItsAuthorityAndElseSaidNotToBe() throws Exception {
        assumeThat(OpensslAuthority.isThere()).as("openssl is not installed").isTrue();
        try (OpensslAuthority authority = new OpensslAuthority(home.resolve("authority"));
                OpensslAuthority stranger = new OpensslAuthority(home.resolve("stranger"))) {
            log.stamped(log.checkpoint(), authority.stamp(AttestedLog.bytes(log.checkpoint())));
            log.grow(2).proven().copy(ALL, copy);

            CopyVerdict right = stamped(authority.trusted());
            assertThat(right.findings()).isEmpty();
            assertThat(right.onTrust())
                    .singleElement()
                    .asString()
                    .startsWith("ledger-timestamp.txt: the last 2 of the ");
            assertThat(right.checked())
                    .anyMatch(line -> line.startsWith("ledger-timestamp.txt: there at ")
                            && line.endsWith("; the last 2 of the " + (log.head() + 1)
                                    + " events of the range are not under it"));
            assertThat(verify().onTrust())
                    .singleElement()
                    .asString()
                    .startsWith("ledger-timestamp.tsr: was not checked: give --authority");
            assertThat(stamped(stranger.trusted()).findings())
                    .singleElement()
                    .asString()
                    .contains("ledger-timestamp.tsr: no trusted authority vouches for who signed");

            copy = place.resolve("without");
            new AttestedLog(home.resolve("other")).proven().copy(ALL, copy);
            assertThat(CopyVerification.of(copy, new Trusted(List.of(), List.of(), List.of(authority.trusted())))
                            .findings())
                    .singleElement()
                    .hasToString("the copy has no time-stamp");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger-cosigned.txt", "ledger-timestamp.txt", "ledger-timestamp.tsr"})
    @Requirement("11.10(a)")
    void whatStandsBesideTheManifestIsWhatTheManifestHas(String name) throws IOException {
        log.cosigned(log.checkpoint(), ONE);
        log.stamped(log.checkpoint(), new byte[] {1, 2, 3});
        log.proven().copy(ALL, copy);
        byte[] bytes = Files.readAllBytes(copy.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy.resolve(name), bytes);
        assertThat(verify(ONE).findings())
                .containsExactly(new Finding(
                        Finding.NOT_OF_AN_EVENT, name + " was changed: it is not what the manifest has of it"));
        Files.delete(copy.resolve(name));
        assertThat(verify(ONE).findings()).containsExactly(new Finding(Finding.NOT_OF_AN_EVENT, name + " is missing"));
    }

    @Test
    void keysThatMakeNoCosignaturesAreNoneOfWitnesses() {
        VerifierKey ledger = log.proven().keys().get(1);
        assertThatThrownBy(() -> new Trusted(log.proven().keys(), List.of(ledger), List.of()))
                .isInstanceOf(NotVerified.class)
                .hasMessageContaining("or is the ledger's own");
        VerifierKey plain = Keys.fresh("a", SignatureType.ED25519).verifier();
        assertThatThrownBy(() -> new Trusted(List.of(), List.of(plain), List.of()))
                .hasMessageContaining("it makes no cosignatures");
    }

    private CopyVerdict verify(NoteSigner... witnesses) throws IOException {
        return CopyVerification.of(
                copy,
                new Trusted(
                        log.proven().keys(),
                        List.of(witnesses).stream().map(NoteSigner::verifier).toList(),
                        List.of()));
    }

    private CopyVerdict stamped(X509Certificate authority) throws IOException {
        return CopyVerification.of(copy, new Trusted(log.proven().keys(), List.of(), List.of(authority)));
    }

    private JsonNode manifest() throws IOException {
        return JsonMapper.builder().build().readTree(Files.readAllBytes(copy.resolve("manifest.json")));
    }
}
