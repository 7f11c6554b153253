package io.devicetrail.domain.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.release.SoftwareReleaseCommand.PublishSoftwareRelease;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound from both of its sides. */
class SoftwareReleaseTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String SHA = "0123456789abcdef".repeat(4);

    static Stream<SoftwareRelease> sound() {
        return Stream.of(
                release("2.1", SHA, List.of(1), List.of(), List.of(), null, 0),
                release(
                        "2.1",
                        SHA,
                        numbers(SoftwareRelease.MOST_NAMED - 2),
                        List.of("A"),
                        List.of("2.0"),
                        "x".repeat(SoftwareRelease.LONGEST_NOTES),
                        SoftwareRelease.MOST_SIGNATURES));
    }

    @ParameterizedTest
    @MethodSource
    void sound(SoftwareRelease release) {
        assertThat(release.checked()).isEqualTo(release);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of(release(" ", SHA, List.of(1), List.of(), List.of(), null, 0), "version"),
                Arguments.of(release("2.1", "0", List.of(1), List.of(), List.of(), null, 0), "artifact"),
                Arguments.of(release("2.1", SHA, List.of(), List.of(), List.of(), null, 0), "modelVersions"),
                Arguments.of(release("2.1", SHA, List.of(0), List.of(), List.of(), null, 0), "modelVersions"),
                Arguments.of(release("2.1", SHA, List.of(1, 1), List.of(), List.of(), null, 0), "modelVersions"),
                Arguments.of(
                        release("2.1", SHA, List.of(1), List.of("A", " A"), List.of(), null, 0), "hardwareRevisions"),
                Arguments.of(release("2.1", SHA, List.of(1), List.of(), List.of("2.1"), null, 0), "currentVersions"),
                Arguments.of(
                        release(
                                "2.1",
                                SHA,
                                numbers(SoftwareRelease.MOST_NAMED - 1),
                                List.of("A"),
                                List.of("2.0"),
                                null,
                                0),
                        "currentVersions"),
                Arguments.of(
                        release(
                                "2.1",
                                SHA,
                                List.of(1),
                                List.of(),
                                List.of(),
                                "x".repeat(SoftwareRelease.LONGEST_NOTES + 1),
                                0),
                        "notes"),
                Arguments.of(release("2.1", SHA, List.of(1), List.of(), List.of(), null, -1), "requiredSignatures"),
                Arguments.of(
                        release(
                                "2.1",
                                SHA,
                                List.of(1),
                                List.of(),
                                List.of(),
                                null,
                                SoftwareRelease.MOST_SIGNATURES + 1),
                        "requiredSignatures"));
    }

    @ParameterizedTest
    @MethodSource
    void unfit(SoftwareRelease release, String field) {
        assertThatThrownBy(release::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void equalReleasesAreStoredEqually() {
        assertThat(release(" 2.1 ", SHA, List.of(2, 1), List.of("B", "A"), List.of("2.0", "1.9"), " ", 0)
                        .checked())
                .isEqualTo(release("2.1", SHA, List.of(1, 2), List.of("A", "B"), List.of("1.9", "2.0"), null, 0));
    }

    @Test
    void theIdIsThatOfTheTenantTheNameAndTheVersion() {
        SoftwareRelease content = release("2.1", SHA, List.of(1), List.of(), List.of(), null, 0);
        SoftwareReleaseId another = SoftwareReleaseId.of(ACME, "flow", "2.2");
        assertThatThrownBy(() -> new PublishSoftwareRelease(another, ACME, content))
                .isInstanceOf(MalformedInput.class);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private static SoftwareRelease release(
            String version,
            String artifact,
            List<Integer> modelVersions,
            List<String> hardwareRevisions,
            List<String> currentVersions,
            @Nullable String notes,
            int requiredSignatures) {
        return new SoftwareRelease(
                "flow",
                version,
                artifact,
                DeviceModelId.of(ACME, "Flow AG", "P100"),
                modelVersions,
                hardwareRevisions,
                currentVersions,
                notes,
                requiredSignatures);
    }
}
