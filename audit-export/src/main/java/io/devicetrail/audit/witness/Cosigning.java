package io.devicetrail.audit.witness;

import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerStore;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.SignedNote.Signature;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the newest published checkpoint cosigned, again and again. All witnesses are asked at once; what they answered in
 * time is published beside the checkpoint, as {@code cosigned}, and what each cosigned last under its key's id, as {@code
 * witness/<id>}. The ledger never waits for any of it. A crash leaves each of these as before or as the new one, whole; whom to ask about what is known again from the files and the
 * witnesses.
 */
public final class Cosigning implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cosigning.class);
    /** For one answer of one witness; there are two at most in a round. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final LedgerStore folder;
    private final PublishedLedger published;
    private final List<Asked> asked;
    private final Duration interval;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile List<Status> status;

    /** A witness and what came of asking it. */
    private static final class Asked {
        private final Witness witness;
        private Status status;
        private @Nullable Signature signature;

        private Asked(Witness witness) {
            this.witness = witness;
            this.status = new Status(witness.key().name(), 0, null, false);
        }

        private void failed(Throwable e) {
            status = new Status(status.witness(), status.size(), e.toString(), status.contradicts());
        }
    }

    /**
     * How it goes with one witness.
     *
     * @param size events under the checkpoint that it cosigned last, as far as this process knows
     * @param trouble why it did not cosign the last one it was asked for; null if it did
     * @param contradicts whether it saw another history
     */
    public record Status(
            String witness, long size, @Nullable String trouble, boolean contradicts) {}

    private Cosigning(Path folder, List<WitnessAddress> witnesses, Duration interval, Duration patience) {
        this.folder = LedgerFolder.existing(folder);
        this.published = new PublishedLedger(this.folder);
        this.interval = interval;
        this.asked = witnesses.stream()
                .map(address -> new Asked(new Witness(address, client, patience)))
                .toList();
        this.status = asked.stream().map(one -> one.status).toList();
        this.thread = Thread.ofPlatform().name("ledger-witnesses").daemon().unstarted(this::run);
    }

    /**
     * @param folder of the ledger's files
     * @param interval between two rounds, at least
     */
    public static Cosigning start(Path folder, List<WitnessAddress> witnesses, Duration interval) {
        return start(folder, witnesses, interval, PATIENCE);
    }

    static Cosigning start(Path folder, List<WitnessAddress> witnesses, Duration interval, Duration patience) {
        Cosigning cosigning = new Cosigning(folder, witnesses, interval, patience);
        if (!witnesses.isEmpty()) {
            cosigning.thread.start();
        }
        return cosigning;
    }

    /** One for each witness, in the order they are configured. */
    public List<Status> status() {
        return status;
    }

    private void run() {
        String done = "";
        try {
            while (!closing.await(done.isEmpty() ? 0 : interval.toMillis(), TimeUnit.MILLISECONDS)) {
                done = round(done);
            }
        } catch (InterruptedException e) {
            log.debug("the witnesses are asked no more", e);
        }
    }

    /**
     * @param done text of the checkpoint that all have cosigned; nothing is asked twice
     * @return text of the checkpoint that was looked at
     */
    private String round(String done) throws InterruptedException {
        try {
            SignedNote checkpoint = published.checkpoint();
            boolean all = asked.stream().allMatch(one -> one.status.trouble() == null);
            if (!checkpoint.text().equals(done) || !all) {
                ask(checkpoint);
                publish(checkpoint);
            }
            return checkpoint.text();
        } catch (NoSuchFileException nothingYet) {
            return " ";
        } catch (IOException | RuntimeException | Error e) {
            // An error too: a thread that ended would leave the last good status standing.
            log.warn("the ledger's checkpoint cannot be cosigned: {}", e.toString());
            asked.forEach(one -> one.failed(e));
            status = asked.stream().map(one -> one.status).toList();
            return " ";
        }
    }

    private void ask(SignedNote checkpoint) throws InterruptedException {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> questions = new ArrayList<>();
            for (Asked one : asked) {
                questions.add(() -> {
                    ask(one, checkpoint);
                    return null;
                });
            }
            for (Future<Void> answered : all.invokeAll(questions)) {
                if (answered.state() == Future.State.FAILED) {
                    log.error("a witness was not asked", answered.exceptionNow());
                }
            }
        }
        status = asked.stream().map(one -> one.status).toList();
    }

    private void ask(Asked one, SignedNote checkpoint) throws InterruptedException {
        Status before = one.status;
        one.signature = null;
        try {
            one.signature = one.witness.cosign(checkpoint, folder);
            long size = Checkpoint.parse(checkpoint.text()).head().size();
            one.status = new Status(before.witness(), size, null, false);
        } catch (WitnessContradicts e) {
            if (!before.contradicts()) {
                log.error("a witness contradicts the ledger: {}", e.getMessage());
            }
            one.status = new Status(before.witness(), before.size(), String.valueOf(e.getMessage()), true);
        } catch (IOException | NotVerified e) {
            if (before.trouble() == null) {
                log.warn("a witness did not cosign: {}", e.toString());
            }
            one.failed(e);
        } catch (RuntimeException | Error e) {
            one.failed(e);
            throw e;
        }
    }

    private void publish(SignedNote checkpoint) throws IOException {
        List<Signature> cosignatures = new ArrayList<>();
        for (Asked one : asked) {
            Signature signature = one.signature;
            if (signature != null) {
                cosignatures.add(signature);
                // By itself as well: what is cosigned next may be without the line of one that is away then.
                String alone = checkpoint.with(List.of(signature)).print();
                folder.replace(PublishedLedger.cosignedPath(one.witness.key()), alone.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!cosignatures.isEmpty()) {
            String text = checkpoint.with(cosignatures).print();
            folder.replace(PublishedLedger.COSIGNED, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
        try {
            if (thread.isAlive() && !thread.join(CLOSE)) {
                log.warn("the asking of witnesses did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
