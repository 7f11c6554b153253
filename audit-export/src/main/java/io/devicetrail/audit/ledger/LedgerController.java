package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.TileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The ledger over HTTP as C2SP tlog-tiles lays it out below {@code /ledger}, with its keys and receipts beside. Tiles
 * never change and may be kept for ever; as entries are events, only by the client itself.
 */
@RestController
@RequestMapping("/ledger")
final class LedgerController {
    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final String FRESH = "no-cache";
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private static final MediaType TIMESTAMP_REPLY = MediaType.parseMediaType("application/timestamp-reply");

    private final PublishedLedger ledger;
    private final LedgerKeyring keys;

    LedgerController(PublishedLedger ledger, LedgerKeyring keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    @GetMapping("/checkpoint")
    ResponseEntity<byte[]> checkpoint() throws IOException {
        return answer(ledger.witnessedCheckpoint().print().getBytes(StandardCharsets.UTF_8), TEXT, FRESH);
    }

    @GetMapping("/cosigned")
    ResponseEntity<byte[]> cosigned() throws IOException {
        return answer(ledger.cosigned().print().getBytes(StandardCharsets.UTF_8), TEXT, FRESH);
    }

    /** What one witness has cosigned last, by the id of its key. */
    @GetMapping("/witness/{id:[0-9a-f]{8}}")
    ResponseEntity<byte[]> cosignedBy(@PathVariable String id) throws IOException {
        return answer(ledger.cosignedBy(id).print().getBytes(StandardCharsets.UTF_8), TEXT, FRESH);
    }

    @GetMapping("/tile/{*path}")
    ResponseEntity<byte[]> tile(@PathVariable String path) throws IOException {
        byte[] tile = ledger.tile(TileName.parse("tile" + path));
        return answer(tile, MediaType.APPLICATION_OCTET_STREAM, FOR_EVER);
    }

    @GetMapping("/body/{sha256}")
    ResponseEntity<byte[]> body(@PathVariable String sha256) throws IOException {
        return answer(ledger.body(sha256), MediaType.APPLICATION_JSON, FOR_EVER);
    }

    /** The checkpoint by which former keys handed over. */
    @GetMapping("/rotation/{index:[0-9]{1,18}}")
    ResponseEntity<byte[]> rotation(@PathVariable long index) throws IOException {
        return answer(ledger.rotation(index), TEXT, FOR_EVER);
    }

    @GetMapping("/timestamps")
    ResponseEntity<byte[]> timestamps() throws IOException {
        return answer(ledger.stamped(), TEXT, FRESH);
    }

    @GetMapping("/timestamp/{size:[0-9]{1,18}}.checkpoint")
    ResponseEntity<byte[]> stampedCheckpoint(@PathVariable long size) throws IOException {
        return answer(ledger.stampedCheckpoint(size), TEXT, FRESH);
    }

    @GetMapping("/timestamp/{size:[0-9]{1,18}}.tsr")
    ResponseEntity<byte[]> timestamp(@PathVariable long size) throws IOException {
        return answer(ledger.timestamp(size), TIMESTAMP_REPLY, FRESH);
    }

    /** One verifier key a line. */
    @GetMapping("/key")
    ResponseEntity<byte[]> key() {
        String lines =
                keys.current().verifiers().stream().map(VerifierKey::text).collect(Collectors.joining("\n", "", "\n"));
        return answer(lines.getBytes(StandardCharsets.UTF_8), TEXT, FRESH);
    }

    /** What a receipt's leaf hash is made of. */
    @GetMapping("/entry/{index:[0-9]{1,18}}")
    ResponseEntity<byte[]> entry(@PathVariable long index) throws IOException {
        return answer(ledger.entry(index), MediaType.APPLICATION_JSON, FOR_EVER);
    }

    @GetMapping("/proof/{index:[0-9]{1,18}}")
    ResponseEntity<byte[]> proof(@PathVariable long index) throws IOException {
        byte[] receipt = ledger.proof(index).print().getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(TEXT)
                .header("Cache-Control", FRESH)
                .header("Content-Disposition", "attachment; filename=\"" + index + ".tlog-proof\"")
                .body(receipt);
    }

    @GetMapping("/consistency/{old:[0-9]{1,18}}")
    ResponseEntity<byte[]> consistency(@PathVariable long old) throws IOException {
        return answer(ledger.consistency(old).getBytes(StandardCharsets.UTF_8), TEXT, FRESH);
    }

    private static ResponseEntity<byte[]> answer(byte[] bytes, MediaType type, String caching) {
        return ResponseEntity.ok()
                .contentType(type)
                .header("Cache-Control", caching)
                .body(bytes);
    }

    @ExceptionHandler({NoSuchFileException.class, NotVerified.class})
    ProblemDetail missing(Exception missing) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND, "not under the published checkpoint: " + missing.getMessage());
        problem.setTitle("The ledger has no such thing yet");
        return problem;
    }
}
