package io.devicetrail.app.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowListTest {
    @Test
    void withoutAFolderEveryDocumentIsAnswered() {
        assertThat(new AllowList("").takesHashes()).isFalse();
    }

    @Test
    void aFolderThatHoldsNothingOrTooMuchStopsTheStart(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> new AllowList(folder.toString()))
                .hasMessageContaining("devicetrail.graphql.allow-list");
        assertThatThrownBy(() -> new AllowList(folder.resolve("none").toString()))
                .hasMessageContaining("cannot be read");
        Path document = folder.resolve("log.graphql");
        Files.writeString(document, "{ log { head } }");
        assertThat(new AllowList(folder.toString()).takesHashes()).isTrue();
        Files.write(document, new byte[AllowList.LARGEST_DOCUMENT + 1]);
        assertThatThrownBy(() -> new AllowList(folder.toString())).hasMessageContaining("log.graphql");
    }
}
