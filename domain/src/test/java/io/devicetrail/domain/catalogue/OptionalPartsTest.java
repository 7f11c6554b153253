package io.devicetrail.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an event may leave out is a part of its record all the same: the approved file {@code <name>.v<revision>.full.json}
 * is what the log holds where all of it is said, and may only be added.
 */
class OptionalPartsTest {
    private static final Path APPROVED = Path.of("src", "test", "resources", "catalogue");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void todaysClassWritesTheApprovedFileAndReadsIt(StoredEvent entry, Object sample) throws IOException {
        String written = JSON.writeValueAsString(sample);
        Path file = APPROVED.resolve(fileName(entry));
        if (!Files.exists(file)) {
            fail("no approved file: if this is what the log shall hold for ever, write it to " + file + ":\n"
                    + written);
        }
        assertThat(written + "\n").isEqualTo(Files.readString(file));
        assertThat(JSON.readValue(Files.readString(file), entry.type())).isEqualTo(sample);
    }

    @Test
    void thereIsNoOtherFile() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".full.json")))
                    .containsExactlyInAnyOrderElementsOf(FullSamples.all().stream()
                            .map(sample -> fileName(entryOf(sample)))
                            .toList());
        }
    }

    /** So that a part which is added to an event later has its place in a file. */
    @Test
    void everyPartThatMayBeLeftOutIsSaidByASample() throws ReflectiveOperationException {
        Set<String> optional = new TreeSet<>();
        Set<Type> seen = new HashSet<>();
        EventCatalogue.all().forEach(entry -> collect(entry.type(), seen, optional));
        assertThat(optional)
                .as("the control")
                .contains("RolloutHalted.failedOfLast", "Wave.recent", "Cohort.spreadOver");
        Set<String> said = new TreeSet<>();
        for (Object sample : FullSamples.all()) {
            collectSaid(sample, said);
        }
        assertThat(said).isEqualTo(optional);
    }

    static Stream<Object[]> samples() {
        return FullSamples.all().stream().map(sample -> new Object[] {entryOf(sample), sample});
    }

    private static StoredEvent entryOf(Object sample) {
        return EventCatalogue.of(sample.getClass()).orElseThrow();
    }

    private static String fileName(StoredEvent entry) {
        return entry.name() + ".v" + entry.revision() + ".full.json";
    }

    private static void collect(Type type, Set<Type> seen, Set<String> optional) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            List.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, seen, optional));
        } else if (type instanceof Class<?> one && one.isRecord()) {
            for (RecordComponent component : one.getRecordComponents()) {
                if (optional(component)) {
                    optional.add(name(component));
                }
                collect(component.getGenericType(), seen, optional);
            }
        } else if (type instanceof Class<?> one && one.isSealed()) {
            List.of(one.getPermittedSubclasses()).forEach(permitted -> collect(permitted, seen, optional));
        }
    }

    private static void collectSaid(Object value, Set<String> said) throws ReflectiveOperationException {
        if (value instanceof Collection<?> many) {
            for (Object each : many) {
                collectSaid(each, said);
            }
        } else if (value instanceof Map<?, ?> map) {
            collectSaid(map.values(), said);
        } else if (value.getClass().isRecord()) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object part = component.getAccessor().invoke(value);
                boolean none = part == null || part instanceof Collection<?> many && many.isEmpty();
                if (!none) {
                    if (optional(component)) {
                        said.add(name(component));
                    }
                    collectSaid(part, said);
                }
            }
        }
    }

    private static boolean optional(RecordComponent component) {
        return !component.getType().isPrimitive()
                && (component.getAccessor().isAnnotationPresent(JsonInclude.class)
                        || component.getDeclaringRecord().isAnnotationPresent(JsonInclude.class));
    }

    private static String name(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    }
}
