package io.devicetrail.update.agent;

import io.devicetrail.update.agent.Report.State;
import io.devicetrail.update.metadata.DeviceProfile;
import io.devicetrail.update.metadata.DurableFiles;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.Targets;
import io.devicetrail.update.metadata.UpdateRefused;
import io.devicetrail.update.metadata.client.Limits;
import io.devicetrail.update.metadata.client.TrustStore;
import io.devicetrail.update.metadata.client.UpdateClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One device and its updates, all of whose memory is in its directory. Used by one thread at a time.
 *
 * <p>The order of writes: the offer into the journal, the image into the download, the same into the slot that does not
 * run, that slot into the boot record, its self-test's end into the boot record, the end into the journal, and then the
 * report. A cut between any two of them is mended by {@link #start}.
 */
final class DeviceAgent {
    /** Attempts at metadata before an offer is given up. */
    static final int MOST_ATTEMPTS = 5;

    private static final int WHOLE = 100;
    /** A report each so many percent. */
    private static final int STEP = 20;

    /**
     * What is the same for all devices of a process.
     *
     * @param forcedEach bytes of a download after which they are forced to disk
     */
    record Surroundings(
            DurableFiles files, HttpServerSide server, SelfTest selfTest, Clock clock, Pause pause, long forcedEach) {}

    /** What the factory says of a device. */
    record Made(String model, int modelVersion, String hardwareRevision) {}

    private final Made made;
    private final Surroundings around;
    private final Reports reports;
    private final Slots slots;
    private final BootLoader boot;
    private final Journal journal;
    private final ImageDownload download;
    private final UpdateClient metadata;
    private BootLoader.@Nullable Running running;
    private int said;

    DeviceAgent(Path directory, Made made, Surroundings around, Reports reports) throws IOException {
        this.made = made;
        this.around = around;
        this.reports = reports;
        slots = new Slots(directory.resolve("slots"), around.files());
        boot = new BootLoader(directory.resolve("boot.json"), slots, around.files());
        journal = new Journal(directory.resolve("journal.json"), around.files());
        download = new ImageDownload(
                directory.resolve("download"), around.files(), around.server(), around.pause(), around.forcedEach());
        TrustStore trust = new TrustStore(directory.resolve("trust"), around.files());
        metadata = new UpdateClient(trust, around.server(), Limits.USUAL, around.clock());
    }

    /** Power on: starts the slot that is to run, and brings to its end what was begun. */
    void start() throws IOException {
        running = boot.start();
        settle();
        for (Report each : journal.unsent()) {
            send(each);
        }
        Optional<Offer> open = journal.open();
        if (open.isPresent()) {
            install(open.get());
        }
    }

    Slots.Content runs() {
        return started().content();
    }

    private BootLoader.Running started() {
        if (running == null) {
            throw new IllegalStateException("the device is not started");
        }
        return running;
    }

    /** The same offer any number of times is one update, and each is answered. */
    void offer(byte[] payload) throws IOException {
        Offer offer;
        try {
            offer = Wire.offer(payload);
        } catch (Wire.MalformedOffer malformed) {
            JobId job = malformed.job();
            if (job != null && !answered(job)) {
                end(job, State.REFUSED, Code.MALFORMED_OFFER.name(), 0);
            }
            return;
        }
        if (answered(offer.job())) {
            return;
        }
        Optional<Offer> open = journal.open();
        if (open.isPresent() && open.get().job().equals(offer.job())) {
            install(open.get()); // a full disk had ended it, say: the journal's own word for it counts
        } else {
            begin(offer);
        }
    }

    /** By what is known of this attempt, or of a later one. */
    private boolean answered(JobId job) throws IOException {
        Optional<Report> last = journal.last(job.rollout());
        if (last.isPresent() && last.get().job().attempt() >= job.attempt()) {
            send(last.get());
            return true;
        }
        return false;
    }

    private void begin(Offer offer) throws IOException {
        Slots.Content current = runs();
        if (journal.open().isPresent()) {
            end(offer.job(), State.REFUSED, Code.BUSY.name(), 0);
        } else if (current.sha256().equals(offer.sha256())) {
            end(offer.job(), State.VERIFIED, Code.ALREADY_RUNNING.name(), WHOLE);
        } else if (!offer.downgradeAllowed() && offer.version().compareTo(current.version()) < 0) {
            end(offer.job(), State.REFUSED, Code.DOWNGRADE.name(), 0);
        } else if (notNow(offer).isPresent()) {
            end(offer.job(), State.REFUSED, notNow(offer).get().name(), 0);
        } else {
            journal.begin(offer);
            install(offer);
        }
    }

    private Optional<Code> notNow(Offer offer) {
        Instant now = around.clock().instant();
        if (offer.notAfter() != null && !now.isBefore(offer.notAfter())) {
            return Optional.of(Code.OFFER_EXPIRED);
        }
        boolean open = offer.windows().isEmpty() || offer.windows().stream().anyMatch(each -> each.contains(now));
        return open ? Optional.empty() : Optional.of(Code.OUTSIDE_WINDOW);
    }

    private void install(Offer offer) throws IOException {
        said = 0;
        try {
            tell(offer.job(), State.DOWNLOADING, 0);
            Target target = allowed(offer);
            Path image = image(offer, target);
            Slot slot = started().slot().other();
            slots.install(slot, image, target);
            Optional<Code> notNow = notNow(offer);
            if (notNow.isPresent()) { // the download may have taken longer than the window
                end(offer.job(), State.FAILED, notNow.get().name(), WHOLE);
                return;
            }
            boot.tryNext(slot, offer.job());
            download.forget();
            tell(offer.job(), State.INSTALLED, WHOLE);
            running = boot.start();
            settle();
        } catch (UpdateRefused refused) {
            boolean ofImage = refused.refusal().name().startsWith("TARGET_") && said > 0;
            end(
                    offer.job(),
                    ofImage ? State.FAILED : State.REFUSED,
                    refused.refusal().name(),
                    said);
        } catch (Differs differs) {
            end(offer.job(), State.REFUSED, Code.OFFER_DIFFERS.name(), 0);
        } catch (Unreachable given) {
            if (Thread.currentThread().isInterrupted()) {
                return; // the process is being stopped, not the update: the next start goes on
            }
            end(offer.job(), State.FAILED, (said > 0 ? Code.DOWNLOAD_FAILED : Code.METADATA_UNREACHABLE).name(), said);
        }
    }

    private static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What is signed has the say: the offer only chooses among it. */
    private Target allowed(Offer offer) throws IOException {
        Target target = refreshed().target(offer.target());
        if (!offer.says(target)) {
            throw new Differs();
        }
        target.suits()
                .mustSuit(new DeviceProfile(
                        made.model(), made.modelVersion(), made.hardwareRevision(), runs().version()));
        return target;
    }

    private Targets refreshed() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return metadata.refresh();
            } catch (Unreachable now) {
                if (attempt >= MOST_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw now;
                }
                around.pause().before(attempt);
            }
        }
    }

    private Path image(Offer offer, Target target) throws IOException {
        said = 1;
        return download.fetch(target, have -> {
            int percent = (int) (have * WHOLE / target.length());
            if (percent >= said + STEP) {
                said = percent;
                tell(offer.job(), State.DOWNLOADING, percent);
            }
        });
    }

    /** After each start: what the boot record says about a trial becomes the end of the job it was for. */
    private void settle() throws IOException {
        if (started().trial()) {
            if (around.selfTest().passes(slots.image(started().slot()), runs().version())) {
                boot.keep();
            } else {
                boot.giveUp(Code.SELF_TEST_FAILED);
                running = boot.start();
            }
        }
        Optional<Offer> open = journal.open();
        if (open.isEmpty()) {
            return;
        }
        JobId job = open.get().job();
        BootRecord record = boot.record();
        if (job.text().equals(record.committed())) {
            end(job, State.VERIFIED, null, WHOLE);
        } else if (record.gaveUp() != null && job.text().equals(record.gaveUp().job())) {
            end(job, State.ROLLED_BACK, record.gaveUp().code().name(), WHOLE);
        }
    }

    private void end(JobId job, State state, @Nullable String code, int progress) throws IOException {
        Report report = report(job, state, code, progress);
        journal.end(report);
        send(report);
    }

    private Report report(JobId job, State state, @Nullable String code, int progress) {
        return new Report(
                job,
                state,
                runs().version().text(),
                code,
                progress,
                around.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Once it is with the platform it is not sent again of itself. */
    private void send(Report last) throws IOException {
        try {
            reports.send(last);
        } catch (IOException away) {
            return; // it stands in the journal as unsent
        }
        journal.sent(last);
    }

    /** How far it is; a lost one is made up for by the next. */
    private void tell(JobId job, State state, int progress) {
        try {
            reports.send(report(job, state, null, progress));
        } catch (IOException away) {
            return;
        }
    }

    /**
     * Makes a device: its first image, and the root that it will believe. Nothing happens to one that is made already.
     *
     * @param root the first root of the repository, from a channel that is trusted
     */
    static void make(Path directory, DurableFiles files, byte[] root, byte[] image, SoftwareVersion version)
            throws IOException {
        Files.createDirectories(directory);
        Slots slots = new Slots(directory.resolve("slots"), files);
        BootLoader boot = new BootLoader(directory.resolve("boot.json"), slots, files);
        new TrustStore(directory.resolve("trust"), files).begin(root);
        if (!boot.isSetUp()) {
            slots.fill(Slot.a, image, version);
            boot.setUp(Slot.a);
        }
    }
}
