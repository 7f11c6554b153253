package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The check of a copy as a program of its own, for who has nothing else of Devicetrail: {@code devicetrail-verify.jar}.
 * It opens no connection and reads nothing but the folder and the files that it is given.
 */
public final class VerifyCopy {
    private static final String KEY = "--key";
    private static final String WITNESS = "--witness";
    private static final String AUTHORITY = "--authority";
    private static final Set<String> OPTIONS = Set.of(KEY, WITNESS, AUTHORITY);
    private static final String USAGE = "usage: java -jar devicetrail-verify.jar COPY [--key FILE] [--witness FILE]"
            + " [--authority FILE]; --help tells more";
    private static final String HELP = """
            usage: java -jar devicetrail-verify.jar COPY [--key FILE] [--witness FILE] [--authority FILE]

            Checks an exported copy of an audit trail, and nothing but its folder: who signed it, that its files are
            those that were signed, that every event it has lines of is in the ledger, and that the lines are what the
            ledger's entries say, to the byte. Prints what was checked, then each difference with the index of the
            first event that is not right, and why. Of a validation pack it checks who signed it, and its files.

              --key FILE        the ledger's public keys, one a line, from elsewhere than the copy. Without them it is
                                held against the keys that it brings itself, which does not show whose it is.
              --witness FILE    public keys of witnesses, one a line; each must have cosigned
              --authority FILE  certificates (PEM) of time-stamp authorities or of who certifies them; the copy must
                                have a time-stamp of one of them
              -h, --help        this text
              --version         the version; a copy that is kept long is best kept with the one that made it

            Exit code
              0  what was checked is right; what is named as not proven is not part of that
              1  something differs
              2  it cannot be told: a file cannot be read, or the copy is of a later format
              3  the files are those of the manifest, but nothing proves the lines: the copy brings no proof, or --key
                 was not given
            """;

    private VerifyCopy() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return CopyReport.RIGHT;
        }
        if (arguments.equals(List.of("--version"))) {
            out.println(version());
            return CopyReport.RIGHT;
        }
        try {
            Asked asked = Asked.of(arguments);
            if (asked == null) {
                err.println(USAGE);
                return CopyReport.CANNOT_TELL;
            }
            Map<String, Path> files = asked.files();
            CopyVerdict verdict = CopyVerification.of(
                    asked.copy(), Trusted.in(files.get(KEY), files.get(WITNESS), files.get(AUTHORITY)));
            CopyReport.print(verdict, out);
            return CopyReport.exitCode(verdict);
        } catch (NoSuchFileException missing) {
            err.println("cannot verify: there is no file " + missing.getFile());
            return CopyReport.CANNOT_TELL;
        } catch (IOException unread) {
            err.println("cannot verify: something could not be read, which says nothing about whether it is right: "
                    + unread);
            return CopyReport.CANNOT_TELL;
        } catch (NotVerified unusable) {
            err.println("cannot verify: " + unusable.getMessage());
            return CopyReport.CANNOT_TELL;
        } catch (RuntimeException | Error unexpected) {
            // Else Java itself would end with 1, which says that something differs.
            err.println("cannot verify, as this program failed, which says nothing about whether the copy is right:");
            unexpected.printStackTrace(err);
            return CopyReport.CANNOT_TELL;
        }
    }

    /**
     * The arguments.
     *
     * @param files by the option that names them
     */
    private record Asked(Path copy, Map<String, Path> files) {
        /** Null if that is not how it is used. */
        static @Nullable Asked of(List<String> arguments) {
            List<String> folders = new ArrayList<>();
            Map<String, Path> files = new TreeMap<>();
            Deque<String> rest = new ArrayDeque<>(arguments);
            while (!rest.isEmpty()) {
                String argument = rest.removeFirst();
                if (!argument.startsWith("-")) {
                    folders.add(argument);
                } else if (!OPTIONS.contains(argument)
                        || rest.isEmpty()
                        || files.put(argument, Path.of(rest.removeFirst())) != null) {
                    return null;
                }
            }
            return folders.size() == 1 ? new Asked(Path.of(folders.getFirst()), files) : null;
        }
    }

    /** The jar's; a class path of folders has none. */
    private static String version() {
        String version = VerifyCopy.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
