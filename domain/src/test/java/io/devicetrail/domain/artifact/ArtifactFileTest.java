package io.devicetrail.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.artifact.ArtifactCommand.StoreArtifact;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bound from both of its sides. */
class ArtifactFileTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final String SHA = "0123456789abcdef".repeat(4);

    static Stream<ArtifactFile> sound() {
        return Stream.of(
                file(SHA, 1, "a", "application/zip"),
                file(SHA, ArtifactFile.LARGEST, "flow 2.1 (ß).bin", "application/vnd.acme.fw+zip"));
    }

    @ParameterizedTest
    @MethodSource
    void sound(ArtifactFile file) {
        assertThat(file.checked()).isEqualTo(file);
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of(file(SHA.substring(1), 1, "a", "a/b"), "sha256"),
                Arguments.of(file(SHA.toUpperCase(java.util.Locale.ROOT), 1, "a", "a/b"), "sha256"),
                Arguments.of(file(SHA, 0, "a", "a/b"), "size"),
                Arguments.of(file(SHA, ArtifactFile.LARGEST + 1, "a", "a/b"), "size"),
                Arguments.of(file(SHA, 1, " ", "a/b"), "fileName"),
                Arguments.of(file(SHA, 1, "../a", "a/b"), "fileName"),
                Arguments.of(file(SHA, 1, "a\\b", "a/b"), "fileName"),
                Arguments.of(file(SHA, 1, "..", "a/b"), "fileName"),
                Arguments.of(file(SHA, 1, "a\u202eb", "a/b"), "fileName"),
                Arguments.of(file(SHA, 1, "a", "zip"), "mediaType"),
                Arguments.of(file(SHA, 1, "a", "text/plain; charset=utf-8"), "mediaType"));
    }

    @ParameterizedTest
    @MethodSource
    void unfit(ArtifactFile file, String field) {
        assertThatThrownBy(file::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void theSameTypeIsWrittenInOneWay() {
        assertThat(file(SHA, 1, " a ", "Application/ZIP").checked()).isEqualTo(file(SHA, 1, "a", "application/zip"));
    }

    @Test
    void theIdIsThatOfTheTenantAndTheBytes() {
        ArtifactFile file = file(SHA, 1, "a", "a/b");
        ArtifactId another = ArtifactId.of(new TenantId("rival"), SHA);
        assertThatThrownBy(() -> new StoreArtifact(another, ACME, file)).isInstanceOf(MalformedInput.class);
        assertThat(new StoreArtifact(ArtifactId.of(ACME, SHA), ACME, file).file())
                .isEqualTo(file);
    }

    private static ArtifactFile file(String sha256, long size, String name, String type) {
        return new ArtifactFile(sha256, size, name, type);
    }
}
