package io.devicetrail.app.cli;

import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.app.wiring.KeystoreSettings;
import io.devicetrail.audit.copy.check.CopyReport;
import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.copy.check.CopyVerification;
import io.devicetrail.audit.copy.check.Trusted;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.TlogProof;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.LocalLedger;
import io.devicetrail.audit.verify.RemoteLedger;
import io.devicetrail.audit.verify.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = "Recomputes the ledger from its files and compares the log with it, event by event.",
        mixinStandardHelpOptions = true,
        footer =
                "Exit code 1 if anything differs, 2 if that cannot be told, 3 if an exported folder is whole but nothing proves it: it brings no proof, or --key was not given. docs/ledger.md tells what that shows, and what it cannot.")
final class VerifyCommand implements Callable<Integer> {
    /** Nothing was found to differ, and nothing to be right. */
    private static final int CANNOT_TELL = 2;

    @Mixin
    private HomeOptions options = new HomeOptions();

    @Mixin
    private AccessToken token = new AccessToken();

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description =
                    "A copy of a ledger's folder, an exported folder, or a validation pack; default: the home's ledger with its log.")
    private @Nullable Path folder;

    @Option(names = "--url", paramLabel = "URL", description = "Verify the ledger that this server publishes.")
    private @Nullable URI url;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "File with the ledger's public keys, as /ledger/key gave it; needed with FOLDER and --url. An"
                    + " exported folder without it is held against the keys that it brings itself, which does"
                    + " not show whose it is (exit code 3).")
    private @Nullable Path keyFile;

    @Option(
            names = "--earlier",
            paramLabel = "FILE",
            description =
                    "A checkpoint or receipt kept from before, which the ledger must go on from; may be repeated.")
    private List<Path> earlierFiles = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "FILE",
            description = "File with public keys of witnesses, one a line; each must have cosigned.")
    private @Nullable Path witnessFile;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description =
                    "Certificates (PEM) of time-stamp authorities or of who certifies them; stamps are checked, and there"
                            + " must be one.")
    private @Nullable Path authorityFile;

    @Option(
            names = "--signatures",
            description = "Check every electronic signature of the home's log as well; reads the log twice more.")
    private boolean signatures;

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (ConsoleProgress progress = new ConsoleProgress(System.err, !json && ConsoleProgress.onTerminal());
                FoundDifferences found = new FoundDifferences(json)) {
            return EndedEarly.told(found, json, CANNOT_TELL, () -> verify(progress, found));
        } catch (NoSuchFileException missing) {
            System.err.println("devicetrail: cannot verify: there is no file " + missing.getFile());
            return CANNOT_TELL;
        } catch (NotVerified unusable) {
            System.err.println("devicetrail: cannot verify: " + unusable.getMessage());
            return CANNOT_TELL;
        } catch (IOException unread) {
            System.err.println("devicetrail: cannot verify: something could not be read, which says nothing about"
                    + " whether it is right: " + unread);
            return CANNOT_TELL;
        } catch (UncheckedIOException notKept) {
            System.err.println("devicetrail: cannot verify: " + notKept.getMessage());
            return CANNOT_TELL;
        } catch (StartFailure notStarted) {
            System.err.println("devicetrail: cannot verify: " + notStarted.getMessage());
            return CANNOT_TELL;
        }
    }

    private int verify(ConsoleProgress progress, FoundDifferences found) throws IOException {
        if (folder != null || url != null) {
            if (signatures) {
                System.err.println("devicetrail: --signatures needs a home's log; leave FOLDER and --url out");
                return CANNOT_TELL;
            }
            return elsewhere(progress, found);
        }
        Path home = options.home();
        if (!Files.isDirectory(home.resolve("ledger"))) {
            System.err.println("devicetrail: there is no ledger in " + home
                    + ". If there was one, it was taken away; a copy can be verified with FOLDER and --key");
            return 1;
        }
        return HomeDatabase.with(options, progress, log -> here(home, log, progress, found));
    }

    private int elsewhere(ConsoleProgress progress, FoundDifferences found) throws IOException {
        if (folder != null && url == null && Files.exists(folder.resolve(CopyCheck.MANIFEST))) {
            return exported(folder);
        }
        if (keyFile == null || (folder != null && url != null)) {
            System.err.println(
                    "devicetrail: name FOLDER or --url, and the keys with --key: keys that come from the same"
                            + " place as the ledger prove nothing");
            return CANNOT_TELL;
        }
        if (folder != null) {
            return report(
                    check(
                            LedgerFolder.existing(folder),
                            Trusted.verifierKeys(keyFile),
                            earlier(),
                            null,
                            progress,
                            found),
                    found);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            LedgerReader remote = new RemoteLedger(
                    client, URI.create(url + "/ledger"), token.given().orElse(null));
            return report(check(remote, Trusted.verifierKeys(keyFile), earlier(), null, progress, found), found);
        }
    }

    /** Of a copy that nothing proves, or its own keys alone, one cannot say that it is right, only that it is whole. */
    private int exported(Path copy) throws IOException {
        CopyVerdict verdict = CopyVerification.of(copy, Trusted.in(keyFile, witnessFile, authorityFile));
        VerifyReport.copy(verdict, json);
        return CopyReport.exitCode(verdict);
    }

    /** The checkpoint that the keys signed last is one that the files must go on from. */
    private int here(Path home, EntrySource log, ConsoleProgress progress, FoundDifferences found) throws IOException {
        Path secrets = home.resolve("secrets");
        Path trusted = keyFile;
        LocalLedger.KeysInForce inForce = List::of;
        if (trusted == null) {
            KeyPlace place = KeystoreSettings.of(options.settings()).place(home);
            inForce = () -> LedgerKeyring.verifiersIn(secrets, place);
        }
        LocalLedger ledger =
                LocalLedger.of(LedgerFolder.existing(home.resolve("ledger")), LedgerFolder.existing(secrets), inForce);
        List<SignedNote> earlier = earlier();
        if (ledger.signed() != null) {
            earlier.add(ledger.signed());
        }
        Verdict verdict = check(
                ledger.files(),
                trusted == null ? ledger.keys() : Trusted.verifierKeys(trusted),
                earlier,
                log,
                progress,
                found);
        return report(verdict, found, signatures ? VerifiedSignatures.in(log, progress) : VerifiedSignatures.NOT_ASKED);
    }

    private Verdict check(
            LedgerReader files,
            List<VerifierKey> keys,
            List<SignedNote> earlier,
            @Nullable EntrySource log,
            ConsoleProgress progress,
            FoundDifferences found)
            throws IOException {
        return new LedgerCheck(files, keys, earlier, log)
                .witnessedBy(witnessFile == null ? List.of() : Trusted.verifierKeys(witnessFile))
                .stampedBy(authorityFile == null ? List.of() : Trusted.certificates(authorityFile))
                .run(found.heard(progress));
    }

    private List<SignedNote> earlier() throws IOException {
        List<SignedNote> notes = new ArrayList<>();
        for (Path file : earlierFiles) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            notes.add(
                    text.startsWith("c2sp.org/tlog-proof@")
                            ? TlogProof.parse(text).checkpoint()
                            : SignedNote.parse(text));
        }
        return notes;
    }

    private int report(Verdict verdict, FoundDifferences found) throws IOException {
        return report(verdict, found, VerifiedSignatures.NOT_ASKED);
    }

    private int report(Verdict verdict, FoundDifferences found, VerifiedSignatures signed) throws IOException {
        if (json) {
            VerifyReport.json(verdict, found, signed);
        } else {
            VerifyReport.lines(verdict, found, signed);
        }
        return verdict.ok() && signed.ok() ? 0 : 1;
    }
}
