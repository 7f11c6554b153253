package io.devicetrail.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.devicetrail.domain.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stored event is a record of law: its approved file, {@code <name>.v<revision>.json}, is what the log holds, and may
 * only be added to the folder, never altered. A new shape is a new revision with a file of its own and an upcaster.
 */
class EventCatalogueTest {
    private static final Path APPROVED = Path.of("src", "test", "resources", "catalogue");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource("catalogue")
    void todaysClassWritesExactlyTheApprovedFile(StoredEvent entry) throws IOException {
        String written = JSON.writeValueAsString(sampleOf(entry));
        assertThat(written + "\n").isEqualTo(approved(entry, written));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("catalogue")
    void theApprovedFileReadsBackAsTodaysClass(StoredEvent entry) throws IOException {
        Object sample = sampleOf(entry);
        assertThat(JSON.readValue(approved(entry, JSON.writeValueAsString(sample)), entry.type()))
                .isEqualTo(sample);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("former")
    @Requirement({"11.10(c)", "Annex 11 s.17"})
    void aFileOfAFormerRevisionIsReadAsTodaysClass(Former former) throws IOException {
        Map<String, Object> payload = JSON.readValue(former.file(), new TypeReference<>() {});
        for (int revision = former.revision(); revision < former.entry().revision(); revision++) {
            payload = Upcasts.from(former.entry().name(), revision)
                    .orElseThrow(() -> new AssertionError("add the missing step to Upcasts"))
                    .change()
                    .apply(payload);
        }
        Object today = JSON.convertValue(payload, former.entry().type());
        assertThat(today).isEqualTo(sampleOf(former.entry()));
        JsonNode written = JSON.valueToTree(payload);
        assertThat(written).isEqualTo(JSON.readTree(approved(former.entry(), JSON.writeValueAsString(payload))));
    }

    /** So that a file cannot be forgotten: there is one for each revision from 1 to today's, and no other. */
    @Test
    void everyRevisionThatWasEverWrittenHasItsFile() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            // Those of optional parts are beside them.
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".full.json")))
                    .containsExactlyInAnyOrderElementsOf(catalogue()
                            .flatMap(entry -> IntStream.rangeClosed(1, entry.revision())
                                    .mapToObj(revision -> fileName(entry, revision)))
                            .toList());
        }
    }

    @Test
    void stepsLeadFromFormerRevisionsOnly() {
        assertThat(Upcasts.all())
                .allSatisfy(step -> assertThat(EventCatalogue.named(step.name()))
                        .as(step.name())
                        .hasValueSatisfying(entry -> assertThat(step.from()).isBetween(1, entry.revision() - 1)));
    }

    @Test
    void namesAndClassesAreDistinct() {
        assertThat(EventCatalogue.all()).extracting(StoredEvent::name).doesNotHaveDuplicates();
        assertThat(EventCatalogue.all()).extracting(StoredEvent::type).doesNotHaveDuplicates();
    }

    @Test
    void everyNameLeadsToItsClassAndBack() {
        assertThat(EventCatalogue.all()).isNotEmpty().allSatisfy(entry -> {
            assertThat(EventCatalogue.named(entry.name())).contains(entry);
            assertThat(EventCatalogue.of(entry.type())).contains(entry);
        });
    }

    @Test
    void everyRecordOfTheVocabularyIsInTheCatalogue() {
        assertThat(EventCatalogue.all())
                .extracting(entry -> entry.type().getName())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                io.devicetrail.domain.tenant.TenantEvent.class,
                                io.devicetrail.domain.devicemodel.DeviceModelEvent.class,
                                io.devicetrail.domain.device.DeviceEvent.class,
                                io.devicetrail.domain.command.CommandEvent.class,
                                io.devicetrail.domain.connectivity.ConnectivityEvent.class,
                                io.devicetrail.domain.twin.TwinEvent.class,
                                io.devicetrail.domain.deadletter.DeadLetterEvent.class,
                                io.devicetrail.domain.quarantine.QuarantineEvent.class,
                                io.devicetrail.domain.artifact.ArtifactEvent.class,
                                io.devicetrail.domain.release.SoftwareReleaseEvent.class,
                                io.devicetrail.domain.rollout.RolloutEvent.class,
                                io.devicetrail.domain.rolloutrun.RolloutRunEvent.class,
                                io.devicetrail.domain.job.JobEvent.class,
                                io.devicetrail.domain.ledger.LedgerEvent.class,
                                io.devicetrail.domain.person.PersonEvent.class,
                                io.devicetrail.domain.account.AccountEvent.class,
                                io.devicetrail.domain.replay.ReplayEvent.class,
                                io.devicetrail.domain.authority.AuthorityEvent.class,
                                io.devicetrail.domain.apikey.ApiKeyEvent.class,
                                io.devicetrail.domain.signature.SignatureEvent.class,
                                io.devicetrail.domain.correction.CorrectionEvent.class,
                                io.devicetrail.domain.auditexport.AuditExportEvent.class,
                                io.devicetrail.domain.exportjob.ExportJobEvent.class,
                                io.devicetrail.domain.ownrole.OwnRoleEvent.class,
                                io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent.class,
                                io.devicetrail.domain.enrolment.EnrolmentEvent.class,
                                io.devicetrail.domain.transfer.TransferEvent.class,
                                io.devicetrail.domain.incident.IncidentEvent.class)
                        .flatMap(EventCatalogueTest::records)
                        .map(Class::getName)
                        .toList());
    }

    static Stream<StoredEvent> catalogue() {
        return EventCatalogue.all().stream();
    }

    static Stream<Former> former() {
        return catalogue()
                .flatMap(entry ->
                        IntStream.range(1, entry.revision()).mapToObj(revision -> new Former(entry, revision)));
    }

    /** A revision that was written once. */
    record Former(StoredEvent entry, int revision) {
        String file() throws IOException {
            return Files.readString(APPROVED.resolve(fileName(entry, revision)));
        }
    }

    private static String fileName(StoredEvent entry, int revision) {
        return entry.name() + ".v" + revision + ".json";
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventCatalogueTest::records)
                : Stream.of(type);
    }

    private static Object sampleOf(StoredEvent entry) {
        return CatalogueSamples.all().stream()
                .filter(entry.type()::isInstance)
                .findFirst()
                .orElseGet(() -> fail("add a sample of " + entry.name() + " to CatalogueSamples"));
    }

    private static String approved(StoredEvent entry, String written) throws IOException {
        Path file = APPROVED.resolve(fileName(entry, entry.revision()));
        if (!Files.exists(file)) {
            fail("no approved file for " + entry.name() + " revision " + entry.revision()
                    + ": if this is what the log shall hold for ever, write it to " + file + ":\n" + written);
        }
        return Files.readString(file);
    }
}
