package io.devicetrail.app.cli;

import java.io.IOException;

/** A check that something ends before its end: what it had found by then is told all the same. */
final class EndedEarly {
    private EndedEarly() {}

    /** The check, to its exit code. */
    @FunctionalInterface
    interface Check {
        int exit() throws IOException;
    }

    /**
     * A row that does not fit into the memory ends a check as well: somebody may have put it there, and that is not to
     * look like a check that came to its end.
     *
     * @param exit where an error of the virtual machine ended it
     * @throws IOException of the check, when it was told what it had found
     */
    static int told(FoundDifferences found, boolean json, int exit, Check check) throws IOException {
        try {
            return check.exit();
        } catch (IOException unread) {
            unfinished(found, json);
            throw unread;
        } catch (Error ended) {
            unfinished(found, json);
            System.err.println("devicetrail: cannot verify: " + ended);
            return exit;
        }
    }

    private static void unfinished(FoundDifferences found, boolean json) throws IOException {
        if (found.hasBegun()) {
            VerifyReport.unfinished(found, json);
        }
    }
}
