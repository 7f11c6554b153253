package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code FOLDER [--key FILE]}: the check of a copy as a program of its own, for who has nothing else of Devicetrail. */
public final class VerifyCopy {
    private static final String USAGE = "usage: FOLDER [--key FILE]";

    private VerifyCopy() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        boolean withKeys = arguments.size() == 3 && arguments.get(1).equals("--key");
        if (arguments.size() != 1 && !withKeys) {
            err.println(USAGE);
            return CopyReport.CANNOT_TELL;
        }
        try {
            List<VerifierKey> keys = withKeys ? keys(Path.of(arguments.get(2))) : List.of();
            CopyVerdict verdict = CopyVerification.of(Path.of(arguments.getFirst()), keys);
            CopyReport.print(verdict, out);
            return CopyReport.exitCode(verdict);
        } catch (IOException | NotVerified e) {
            err.println("cannot verify: " + e);
            return CopyReport.CANNOT_TELL;
        }
    }

    private static List<VerifierKey> keys(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(VerifierKey::parse)
                .toList();
    }
}
