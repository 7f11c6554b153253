package io.devicetrail.domain.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.catalogue.CatalogueSamples;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import io.devicetrail.domain.shared.ActorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requirement("11.10(e)")
class AuditReadingTest {
    @ParameterizedTest
    @MethodSource("samples")
    void everyEventTellsItsRecordAndWhatChanged(Object event) {
        assertThat(AuditReading.recordOf(event).id()).isNotBlank();
        assertThat(AuditReading.changesOf(event)).isNotEmpty().allSatisfy(change -> {
            assertThat(change.field()).isNotBlank();
            assertThat(change.from() == null && change.to() == null)
                    .as("old or new value of " + change.field())
                    .isFalse();
            assertThat(change.from()).as("a change changes something").isNotEqualTo(change.to());
        });
    }

    @Test
    void noEventOfTheCatalogueIsLeftOut() {
        assertThat(CatalogueSamples.all())
                .extracting(Object::getClass)
                .extracting(Class::getName)
                .containsExactlyElementsOf(EventCatalogue.all().stream()
                        .map(StoredEvent::type)
                        .map(Class::getName)
                        .toList());
    }

    /** A correction in the log names entry 6 of an event: it would be one of another field if this changed. */
    @Test
    void theEntriesOfWhatCanBeCorrectedKeepTheirOrder() throws IOException {
        String today = samples()
                .filter(event -> RecordedEntry.isCorrectable(event, ActorType.PERSON))
                .map(event -> EventCatalogue.of(event.getClass()).orElseThrow().name() + ": "
                        + AuditReading.changesOf(event).stream()
                                .map(FieldChange::field)
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(today).isEqualTo(Files.readString(Path.of("src", "test", "resources", "correctable.approved.txt")));
    }

    static Stream<Object> samples() {
        return CatalogueSamples.all().stream();
    }
}
