package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.LedgerHome.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forged signature that the ledger took as any event: {@code verify} alone is content, {@code --signatures} is not. */
@Requirement("11.70")
class VerifySignaturesTest {
    @Test
    void aForgedSignatureIsNamed() throws IOException {
        try (LedgerHome home = new LedgerHome()) {
            home.grow(10);
            home.follow();
            Said honest = home.verify("--signatures");
            assertThat(honest.exit()).as("the control").isZero();
            assertThat(honest.answer().at("/signatures/counts")).isEmpty();
            home.superuser().sql("""
                    insert into log.event select n, 'signature', 'forged', 0, gen_random_uuid()::text, 'command-' || n, 0,
                        'signature.RecordSigned', 2, now(), convert_to('{"signature":"forged"}', 'UTF8'),
                        convert_to('{"tenant":"acme","actorId":"anna"}', 'UTF8')
                    from (select max(index) + 1 as n from log.event) as next""").update();
            home.follow();
            assertThat(home.verify().exit()).as("the ledger has it").isZero();
            Said forged = home.verify("--signatures");
            assertThat(forged.exit()).isEqualTo(1);
            assertThat(forged.answer().path("ok").asBoolean()).isFalse();
            assertThat(forged.answer().at("/signatures/counts/MALFORMED").asInt())
                    .isEqualTo(1);
            assertThat(forged.answer().at("/signatures/findings/0/index").asInt())
                    .isEqualTo(10);
            assertThat(home.lines()).contains("Nothing differs.");
            assertThat(home.lines("--signatures"))
                    .contains("Signatures: 1 MALFORMED", "not all signatures hold")
                    .doesNotContain("Nothing differs");
        }
    }

    /** The files of a ledger hold no signature: what was asked for was not done. */
    @Test
    void withoutALogNothingIsSaidOfItsSignatures(@TempDir Path folder) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(CommandLineInterface.run("verify", "--signatures", folder.toString()))
                    .isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("--signatures needs a home's log");
    }
}
