package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.AttestedLog;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a copy of {@code devicetrail-audit-copy/2} has. Who has to change a list here after a version was released takes the
 * next number of the format instead, unless it is a file that the manifest names: see docs/audit-export.md, "Formats".
 */
class FormatNumberTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final NoteSigner WITNESS = Keys.fresh("witness.example/one", SignatureType.ED25519_COSIGNATURE);

    @TempDir
    Path home;

    @TempDir
    Path place;

    private ProvenLog proven;
    private Path copy;

    @BeforeEach
    void aCopyWithAllThatOthersSay() throws IOException {
        AttestedLog log = new AttestedLog(home);
        proven = log.proven();
        log.cosigned(log.checkpoint(), WITNESS);
        log.stamped(log.checkpoint(), new byte[] {1});
        copy = place.resolve("copy");
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
    }

    /** A verifier that does not know one of them says that it was added to the copy. */
    @Test
    void theseFilesStandBesideTheManifestThatItDoesNotName() throws IOException {
        TreeSet<String> beside = new TreeSet<>();
        try (Stream<Path> files = Files.list(copy)) {
            files.map(file -> String.valueOf(file.getFileName())).forEach(beside::add);
        }
        manifest()
                .required("files")
                .forEach(file -> beside.remove(file.required("name").asString()));
        assertThat(beside)
                .containsExactly(
                        "ledger-checkpoint.txt",
                        "ledger-cosigned.txt",
                        "ledger-key.txt",
                        "ledger-timestamp.tsr",
                        "ledger-timestamp.txt",
                        "manifest.json",
                        "manifest.json.note",
                        "manifest.json.p7s");
    }

    @Test
    void theManifestSaysThis() throws IOException {
        JsonNode manifest = manifest();
        assertThat(manifest.required("format").asString()).isEqualTo("devicetrail-audit-copy/2");
        assertThat(new TreeSet<>(manifest.propertyNames()))
                .containsExactly(
                        "entries",
                        "events",
                        "exportedAt",
                        "files",
                        "filter",
                        "firstIndex",
                        "format",
                        "head",
                        "keys",
                        "lastIndex",
                        "ledger",
                        "software",
                        "unproven");
        assertThat(new TreeSet<>(manifest.required("ledger").propertyNames()))
                .containsExactly("checkpoint", "cosigned", "events", "first", "left", "right", "stamped");
    }

    /** As it was made before copies took them along. */
    @Test
    void aManifestThatSaysNothingOfWitnessesIsReadToo() throws IOException {
        ObjectNode manifest = (ObjectNode) manifest();
        ((ObjectNode) manifest.required("ledger")).remove(List.of("cosigned", "stamped"));
        Files.writeString(copy.resolve("manifest.json"), JSON.writeValueAsString(manifest) + "\n");
        for (String word : new String[] {"ledger-cosigned.txt", "ledger-timestamp.txt", "ledger-timestamp.tsr"}) {
            Files.delete(copy.resolve(word));
        }
        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .as("which nobody has signed, and nothing else")
                .containsExactly(new Finding(
                        Finding.NOT_OF_AN_EVENT, "manifest.json was changed: it is not the one that was signed"));
    }

    private JsonNode manifest() throws IOException {
        return JSON.readTree(Files.readAllBytes(copy.resolve("manifest.json")));
    }
}
