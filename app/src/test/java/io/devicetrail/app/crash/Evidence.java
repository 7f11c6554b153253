package io.devicetrail.app.crash;

import io.devicetrail.app.cli.UpProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is to be seen of an application that does not get on: afterwards its home is gone. */
final class Evidence {
    private static final int PATIENCE_SECONDS = 20;
    private static final List<List<String>> QUESTIONS =
            List.of(List.of("Thread.print", "-l"), List.of("GC.heap_info"), List.of("GC.class_histogram"));

    private Evidence() {}

    /** Leaves files in the home's logs; what cannot be had is said there, and keeps nothing else from being told. */
    static void collect(UpProcess up, Path home, String postgres) {
        Path logs = home.resolve("logs");
        for (List<String> question : QUESTIONS) {
            Path answer = logs.resolve(question.getFirst() + ".txt");
            try {
                Process asked = new ProcessBuilder()
                        .command(command(up.pid(), question))
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start();
                if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    asked.destroyForcibly();
                }
            } catch (IOException silent) {
                note(answer, silent);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        Path activity = logs.resolve("activity.txt");
        try {
            Files.write(activity, Stored.activity(home, postgres));
        } catch (Exception silent) {
            note(activity, silent);
        }
    }

    private static List<String> command(long pid, List<String> question) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        return question.size() == 1
                ? List.of(jcmd, Long.toString(pid), question.getFirst())
                : List.of(jcmd, Long.toString(pid), question.getFirst(), question.getLast());
    }

    private static void note(Path answer, Exception silent) {
        try {
            Files.writeString(answer, silent.toString());
        } catch (IOException full) {
            silent.addSuppressed(full);
        }
    }
}
