package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A row too large for the memory must not pass for a check that came to its end. */
@Requirement("11.10(a)")
class EndedEarlyTest {
    private static final int EXIT = 2;
    private static final Finding BEFORE = new Finding(3, "the log holds something else than the ledger");

    private static String printed(boolean json) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try (ConsoleProgress progress = new ConsoleProgress(System.err, false);
                FoundDifferences found = new FoundDifferences(json)) {
            int exit = EndedEarly.told(found, json, EXIT, () -> {
                found.heard(progress).found(BEFORE);
                throw new OutOfMemoryError("Java heap space");
            });
            assertThat(exit).isEqualTo(EXIT);
            return caught.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void anErrorOfTheVirtualMachineEndsACheckWithWhatItFoundAndItsOwnExitCode() throws IOException {
        assertThat(printed(true)).contains("\"finished\":false", "\"found\":1", "\"index\":3");
        assertThat(printed(false)).contains(BEFORE.toString(), "The check did not get to the end");
    }
}
