package io.devicetrail.app.crash;

import io.devicetrail.app.embedded.PostgresRoles;
import io.devicetrail.app.wiring.LogEntrySource;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The checkpoints that somebody could have read before each kill; the ledger at the end must go on from them all. */
final class SeenCheckpoints {
    private final Path home;
    private final List<SignedNote> seen = new ArrayList<>();

    SeenCheckpoints(Path home) {
        this.home = home;
    }

    void look() throws IOException {
        seen.add(SignedNote.parse(Files.readAllBytes(home.resolve("ledger/checkpoint"))));
    }

    Verdict verdict(String postgres) throws IOException {
        String password = Files.readString(home.resolve("secrets/postgres-app")).strip();
        LogEntrySource log = new LogEntrySource(new DriverManagerDataSource(
                "jdbc:postgresql://" + postgres + "/" + PostgresRoles.DATABASE, PostgresRoles.APPLICATION, password));
        return new LedgerCheck(
                        LedgerFolder.existing(home.resolve("ledger")),
                        LedgerKeyring.verifiersIn(home.resolve("secrets")),
                        seen,
                        log)
                .run((checked, of) -> {});
    }
}
