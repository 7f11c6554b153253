package io.devicetrail.domain.audittrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.catalogue.CatalogueSamples;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.catalogue.StoredEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static Stream<Object> samples() {
        return CatalogueSamples.all().stream();
    }
}
