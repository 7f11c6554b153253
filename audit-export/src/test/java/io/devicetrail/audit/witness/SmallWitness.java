package io.devicetrail.audit.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A witness of one log: C2SP tlog-witness, add-checkpoint, with its memory in a file. It keeps to the text of July 2026
 * or to an older one.
 */
final class SmallWitness implements AutoCloseable {
    private final NoteSigner signer;
    private final List<VerifierKey> logKeys;
    private final Path memory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Integer> answers = new ArrayList<>();
    private long claimed = -1;
    private Text text = Text.OF_2026;

    /** @param memory file of the checkpoint that was cosigned last */
    SmallWitness(NoteSigner signer, List<VerifierKey> logKeys, Path memory) throws IOException {
        this.signer = signer;
        this.logKeys = logKeys;
        this.memory = memory;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    WitnessAddress address() {
        return new WitnessAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w"), signer.verifier());
    }

    /** The status of each answer so far. */
    synchronized List<Integer> answers() {
        return List.copyOf(answers);
    }

    /** From now on it answers that it has seen so many events, whatever is asked; a negative size ends that. */
    synchronized void claim(long size) {
        claimed = size;
    }

    /** What the specification says of a checkpoint of the size that was cosigned last, but with another root. */
    enum Text {
        /** A proof that does not verify, like any other. */
        OF_2026,
        /** Version 1.0.0: a conflict, like another size. */
        V1_0_0,
        /** The same, which does not say that this conflict is told with a size. */
        V1_0_0_WITHOUT_SIZE
    }

    synchronized void keepTo(Text other) {
        text = other;
    }

    private record Answer(int status, String body) {}

    private synchronized void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            answer = addCheckpoint(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        } catch (NotVerified | NumberFormatException malformed) {
            answer = new Answer(400, malformed + "\n");
        }
        answers.add(answer.status());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.status() == 409) {
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer addCheckpoint(String request) throws IOException {
        if (claimed >= 0) {
            return new Answer(409, claimed + "\n");
        }
        int blank = request.indexOf("\n\n");
        List<String> lines = List.of(request.substring(0, blank).split("\n", -1));
        SignedNote note = SignedNote.parse(request.substring(blank + 2));
        if (!lines.getFirst().startsWith("old ") || lines.size() > 64) {
            return new Answer(400, "");
        }
        long old = Long.parseLong(lines.getFirst().substring(4));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        if (logKeys.stream().noneMatch(key -> key.name().equals(checkpoint.origin()))) {
            return new Answer(404, "");
        }
        try {
            note.verifiedBy(logKeys);
        } catch (NotVerified unsigned) {
            return new Answer(403, "");
        }
        if (old > checkpoint.head().size()) {
            return new Answer(400, "");
        }
        TreeHead last = last();
        if (old != last.size()) {
            return new Answer(409, last.size() + "\n");
        }
        if (old == checkpoint.head().size() && !last.equals(checkpoint.head())) {
            return switch (text) {
                case OF_2026 -> new Answer(422, "another root\n");
                case V1_0_0 -> new Answer(409, last.size() + "\n");
                case V1_0_0_WITHOUT_SIZE -> new Answer(409, "");
            };
        }
        try {
            Proofs.consistency(
                    last,
                    checkpoint.head(),
                    lines.stream().skip(1).map(TreeHash::ofBase64).toList());
        } catch (NotVerified inconsistent) {
            return new Answer(422, inconsistent.getMessage() + "\n");
        }
        Files.writeString(memory, note.print());
        SignedNote cosigned = new SignedNote(
                note.text(), List.of(signer.sign(note.text(), Clock.systemUTC().instant())));
        return new Answer(200, cosigned.print().substring(note.text().length() + 1));
    }

    private TreeHead last() {
        try {
            return Files.exists(memory)
                    ? Checkpoint.parse(
                                    SignedNote.parse(Files.readAllBytes(memory)).text())
                            .head()
                    : TreeHead.EMPTY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
