package io.devicetrail.audit.copy.check;

import java.io.PrintStream;
import java.util.stream.Collectors;

/** What a verdict says to a person, and to a script by the exit code. */
public final class CopyReport {
    public static final int RIGHT = 0;
    public static final int DIFFERS = 1;
    /** Nothing was found to differ, and nothing to be right. */
    public static final int CANNOT_TELL = 2;
    /** The files are whole, but nothing shows that they are of a ledger, or of whose. */
    public static final int NOT_PROVEN = 3;

    private CopyReport() {}

    public static int exitCode(CopyVerdict verdict) {
        if (!verdict.ok()) {
            return DIFFERS;
        }
        return verdict.unproven() == null ? RIGHT : NOT_PROVEN;
    }

    public static void print(CopyVerdict verdict, PrintStream out) {
        verdict.checked().forEach(out::println);
        verdict.onTrust().forEach(out::println);
        verdict.findings().forEach(out::println);
        if (!verdict.ok()) {
            out.println(verdict.findings().size() + " differences.");
        } else if (verdict.unproven() != null) {
            out.println(
                    "The files are those of the manifest. That shows damage, not forgery: " + verdict.unproven() + ".");
        } else if (verdict.onTrust().isEmpty()) {
            out.println("Nothing differs.");
        } else {
            out.println("Nothing differs in what was checked. Not proven: "
                    + verdict.onTrust().stream().map(CopyVerdict.OnTrust::file).collect(Collectors.joining(", "))
                    + ".");
        }
    }
}
