package io.devicetrail.app.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.validation.evidence.SourceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourceTest {
    @TempDir
    Path tree;

    @Test
    void aCommitIsNamedWithWhatDiffersFromIt() throws Exception {
        git("init", "--quiet");
        Files.writeString(tree.resolve("kept"), "one");
        git("add", "kept");
        git("-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "--message=One", "--no-gpg-sign");

        SourceState clean = GitSource.of(tree);
        assertThat(clean.commit()).matches("[0-9a-f]{40}");
        assertThat(clean.isClean()).isTrue();

        Files.writeString(tree.resolve("kept"), "two");
        Files.createDirectories(tree.resolve("new"));
        Files.writeString(tree.resolve("new/file"), "three");
        SourceState changed = GitSource.of(tree);
        assertThat(changed.commit()).isEqualTo(clean.commit());
        assertThat(changed.changes()).containsExactly("kept", "new/file");
        assertThat(changed.isClean()).isFalse();
    }

    @Test
    void ofNoRepositoryNothingIsKnown() throws Exception {
        SourceState unknown = GitSource.of(tree);

        assertThat(unknown.commit()).isNull();
        assertThat(unknown.isClean()).isFalse();
    }

    private void git(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command).inheritIO().start();
            assertThat(git.waitFor()).isZero();
        } catch (IOException none) {
            Assumptions.abort("git is not installed: apt-get install git");
        }
    }
}
