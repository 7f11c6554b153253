package io.devicetrail.app.validation;

import io.devicetrail.audit.validation.evidence.SourceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which commit a checkout is of, and what differs from it, as git says. Where git says nothing, nothing is known. */
final class GitSource {
    /** After all it had to say was read. */
    private static final int END_SECONDS = 60;

    private GitSource() {}

    static SourceState of(Path tree) throws InterruptedException {
        Optional<List<String>> commit = said(tree, "rev-parse", "--verify", "HEAD");
        Optional<List<String>> changes = said(tree, "status", "--porcelain=v1", "--untracked-files=all");
        if (commit.isEmpty() || commit.get().size() != 1 || changes.isEmpty()) {
            return new SourceState(null, List.of());
        }
        return new SourceState(
                commit.get().getFirst(),
                changes.get().stream().map(line -> line.substring(3)).toList());
    }

    /** Its lines; nothing where git is not there, or refuses. */
    private static Optional<List<String>> said(Path tree, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "core.quotepath=off", "-C", tree.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!git.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            return git.exitValue() == 0 ? Optional.of(said.lines().toList()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }
}
